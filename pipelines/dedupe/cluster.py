"""Clusters of near-duplicates over a whole dataset, in steps that an engine runs side by side."""

import contextlib
import functools
import tempfile
from collections.abc import Callable, Iterator, Sequence, Sized
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from ..engine.engine import Engine, Local
from .candidates import Candidates, candidates
from .comparisons import DIGEST_BYTES, compared, comparisons, digested, digests
from .joining import Asked, Joining
from .likeness import likeness
from .near import Values
from .shingles import Shingled, constants
from .signed import CHUNK_ROWS, Numbers, Signed, write_signatures

T = TypeVar("T", bound=Sized)

_KEPT = 128
"""Texts whose shingles are kept where they are compared one after another: those that head a cluster come
again soon. Few, as a text may be long."""


def cluster(
    signatures: Sequence[bytes | None],
    texts: Sequence[T],
    words: Callable[[T], str] = str,
    engine: Engine | None = None,
) -> Numbers:
    """For each text the number of the first text of its cluster; its own where it is alone or the first.

    Row by row, a text is compared with the first text of the `joining.TRIES` clusters that the texts most
    like it are in, and joins the first of which it is a near-duplicate. So each text of a cluster is a
    near-duplicate of its first, and no chain of small differences (yesterday's report, today's, tomorrow's)
    makes one cluster of all. The result depends on the order of the rows and on nothing else, neither on the
    engine: give them in an order that belongs to the articles.

    Texts too short for a signature stay alone. In memory are some 100 bytes a text, the texts of a few tasks
    and parts of what lies in a temporary folder (TMPDIR): signatures, 384 bytes a text, and pairs. Raises
    ValueError for a signature of another length, OSError where the folder has no room, and what the engine
    raises.

    :param signatures: `near.signature` of each text, in the order in which the first is to be named
    :param texts: only those that are to be compared are asked for, each of them maybe more than once, so the
        sequence may read them from a file; they are pickled with tasks
    :param words: makes the normalised words of a text, within a task
    :param engine: where tasks run; None for a thread of this process
    """
    with contextlib.ExitStack() as opened:
        engine = engine or opened.enter_context(Local(1))
        folder = opened.enter_context(tempfile.TemporaryDirectory(prefix="steppewire-clusters-"))
        signed = write_signatures(signatures, Path(folder))
        originals = _originals(signed, texts, words, engine)
        distinct = np.flatnonzero(originals == np.arange(originals.size))
        found = candidates(signed.values, distinct, Path(folder), engine)
        heads = _joined(signed, found, texts, words, engine)
    first = np.arange(len(signatures))
    first[signed.texts] = signed.texts[heads[originals]]
    return first


def _joined(
    signed: Signed, found: Candidates, texts: Sequence[T], words: Callable[[T], str], engine: Engine
) -> Numbers:
    def compare(asked: Asked) -> Iterator[npt.NDArray[np.bool_]]:
        return engine.map(compared, comparisons(texts, signed.texts[asked], words))

    @functools.lru_cache(_KEPT)
    def shingled(row: int) -> Shingled:
        return Shingled(words(texts[int(signed.texts[row])]))

    def compare_here(head: int, row: int) -> bool:
        return likeness(shingled(head), shingled(row)) is not None

    return Joining(len(signed.texts), found).run(compare, compare_here)


def _originals(signed: Signed, texts: Sequence[T], words: Callable[[T], str], engine: Engine) -> Numbers:
    """For each row the first one with an equal text, maybe its own."""
    sums = _sums(signed.values)
    order = np.argsort(sums, kind="stable")
    alike = sums[order[1:]] == sums[order[:-1]]
    grouped = np.flatnonzero(np.concatenate(([False], alike)) | np.concatenate((alike, [False])))
    rows = order[grouped]
    originals = np.arange(sums.size)
    if not rows.size:
        return originals
    tasks = digests(texts, signed.texts[rows], words)
    halves = np.frombuffer(b"".join(engine.map(digested, tasks)), "<u8").reshape(rows.size, DIGEST_BYTES // 8)
    # Rows with an equal text have an equal signature, so an equal digest alone makes them equal.
    by_text = np.lexsort((rows, halves[:, 1], halves[:, 0]))
    rows, halves = rows[by_text], halves[by_text]
    new = np.concatenate(([True], (halves[1:] != halves[:-1]).any(axis=1)))
    originals[rows] = rows[np.flatnonzero(new)[np.cumsum(new) - 1]]
    return originals


def _sums(values: Values) -> npt.NDArray[np.uint64]:
    """A number of each signature, equal for equal ones and hardly ever else."""
    sums = np.zeros(len(values), np.uint64)
    factors = constants("columns", values.shape[1] // 4) | np.uint64(1)
    for start in range(0, len(values), CHUNK_ROWS):
        parts = np.ascontiguousarray(values[start : start + CHUNK_ROWS]).view("<u8")
        sums[start : start + len(parts)] = (parts * factors).sum(axis=1, dtype=np.uint64)
    return sums
