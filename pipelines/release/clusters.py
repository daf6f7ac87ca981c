"""Clusters of near-duplicates over the articles of a release."""

from typing import Any

import numpy as np
import pyarrow as pa

from ..article import RemovedBlock
from ..clean.template import restore
from ..dedupe.cluster import cluster
from ..dedupe.fingerprint import plain_words
from .stage import Numbers, Staged


def firsts(staged: Staged) -> Numbers:
    """For each staged row the number of the one that is the first seen of its cluster, maybe its own.

    By the rows of the release alone, and by when they were published and fetched: the order in which they
    were crawled, or stand in the table, does not count.
    """
    order = staged.as_first_seen()
    found = cluster(staged.values(order, _signature), staged.values(order, _words))
    first = np.empty(len(staged), np.int64)
    first[order] = order[np.asarray(found, np.int64)]
    return first


def _signature(rows: pa.RecordBatch, at: int) -> Any:
    return rows["minhash"][at].as_py()


def _words(rows: pa.RecordBatch, at: int) -> str:
    """Made when asked for: those of all rows would take as much room as the texts, and few are compared."""
    return plain_words(before(rows["text"][at].as_py(), rows["removed"][at].as_py()))


def before(text: str, removed: list[dict[str, Any]] | None) -> str:
    """The text before the site template, from columns of a row."""
    return restore(text, [RemovedBlock(**block) for block in removed or ()])
