"""Clusters of near-duplicates over the articles of a release."""

import dataclasses
from typing import Any

import numpy as np
import pyarrow as pa

from ..article import RemovedBlock
from ..clean.template import restore
from ..dedupe.cluster import cluster
from ..dedupe.fingerprint import plain_words
from ..engine.engine import Engine
from .stage import Numbers, Staged


@dataclasses.dataclass(frozen=True, slots=True)
class Stored:
    """A text as the store has it, without what is made of it."""

    text: str
    removed: list[dict[str, Any]] | None

    def __len__(self) -> int:
        return len(self.text) + sum(len(block["text"]) for block in self.removed or ())


def firsts(staged: Staged, engine: Engine | None = None) -> Numbers:
    """For each staged row the number of the one that is the first seen of its cluster, maybe its own.

    By the rows of the release alone, and by when they were published and fetched: the order in which they
    were crawled, or stand in the table, does not count, nor does the engine (see `cluster`).
    """
    order = staged.as_first_seen()
    found = cluster(staged.values(order, _signature), staged.values(order, _stored), words, engine)
    first = np.empty(len(staged), np.int64)
    first[order] = order[found]
    return first


def _signature(rows: pa.RecordBatch, at: int) -> Any:
    return rows["minhash"][at].as_py()


def _stored(rows: pa.RecordBatch, at: int) -> Stored:
    return Stored(rows["text"][at].as_py(), rows["removed"][at].as_py())


def words(stored: Stored) -> str:
    """Made within a task: those of all rows would take as much room as the texts, and few are compared."""
    return plain_words(before(stored.text, stored.removed))


def before(text: str, removed: list[dict[str, Any]] | None) -> str:
    """The text before the site template, from columns of a row."""
    return restore(text, [RemovedBlock(**block) for block in removed or ()])
