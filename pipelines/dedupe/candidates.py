"""Which texts of a whole dataset are to be compared: those whose signatures share a band.

The work is bounded whatever the texts are. A bucket may hold every text of a dataset; each text is paired
with the few that stand before it in the bucket, so a text has `BEFORE * BANDS` pairs at most.

What that loses: a text is not compared with another whose every common bucket has `BEFORE` later ones before
it. Those that are most alike share the most buckets, among them some that nothing else is in.

A task pairs a part of the buckets of one band. What all bands gave lies in files, by the later row, until the
pairs of some thousand rows are ranked at once.
"""

import dataclasses
import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ..engine.engine import Engine
from .near import BAND_VALUES, BANDS, PERMUTATIONS, Values
from .signed import Numbers, mapped

BEFORE = 8
"""Texts before it in a bucket that a text is paired with."""
AGREEING = PERMUTATIONS // 10
"""Fewest values in common: pairs below share hardly a tenth of their shingles, mostly none but by chance."""
PART_ROWS = 1 << 18
"""Rows of a task, some: 3 MB of numbers, and 16 MB of pairs where all are alike."""
BLOCK_ROWS = 1 << 14
"""Rows whose pairs are ranked at once: 64 MB where each has as many as it can, mostly a hundredth of that."""
_WAITING = 1 << 19
"""Pairs that wait in memory for being written: 4 MB."""
_COMPARED = 1 << 13
"""Pairs whose signatures are held against each other at once: 9 MB."""

Pairs = npt.NDArray[np.int64]
"""The later row in the upper half, the earlier one in the lower."""

_LOWER = np.int64(0xFFFF_FFFF)


@dataclasses.dataclass(frozen=True, slots=True)
class Pair:
    """A task: rows of some buckets of a band, which are to be paired within each bucket."""

    numbers: npt.NDArray[np.int64]
    """Of the bucket that each row is in."""
    rows: npt.NDArray[np.int32]
    """Ascending within a bucket."""
    begin: int = 0
    """The first that is paired with those before it; other tasks did so for the ones in front."""


class Candidates:
    """For each row the rows before it that it is to be compared with, in a file."""

    def __init__(self, ranked: npt.NDArray[np.uint32], starts: Numbers) -> None:
        """`starts`: where in `ranked` those of each row begin, and the end of all."""
        self._ranked = ranked
        self._starts = starts

    def rows(self) -> Numbers:
        """Those that have any, ascending."""
        return np.flatnonzero(np.diff(self._starts))

    def of(self, row: int) -> list[int]:
        """The most alike first, and of those that are equally so the earliest."""
        found: list[int] = self._ranked[self._starts[row] : self._starts[row + 1]].tolist()
        return found


def candidates(values: Values, rows: Numbers, folder: Path, engine: Engine) -> Candidates:
    """Find what is to be compared.

    :param values: the signatures, a row each
    :param rows: which of them take part, ascending
    :param folder: a temporary one: room for 8 bytes a pair of each bucket, and 4 bytes a candidate
    """
    blocks = _Blocks(folder, len(values))
    for pairs in engine.map(paired, _tasks(values, rows)):
        blocks.add(pairs)
    return _ranked(values, blocks, folder / "candidates")


def paired(task: Pair) -> Pairs:
    """What a task gives: pairs, sorted."""
    order = np.argsort(task.numbers, kind="stable")
    ordered, members = task.numbers[order], task.rows[order].astype(np.int64)
    found: list[Pairs] = []
    at = np.arange(max(1, task.begin), members.size)
    for distance in range(1, BEFORE + 1):
        at = at[at >= distance]
        at = at[ordered[at] == ordered[at - distance]]
        if not at.size:
            break
        found.append(members[at] << 32 | members[at - distance])
    return np.sort(np.concatenate(found)) if found else np.empty(0, np.int64)


def _tasks(values: Values, rows: Numbers) -> Iterator[Pair]:
    parts = -(-rows.size // PART_ROWS)
    short = rows.astype(np.int32)
    for band in range(BANDS):
        numbers = np.zeros(rows.size, np.int64)
        for column in range(band * BAND_VALUES, (band + 1) * BAND_VALUES):
            numbers = numbers << 16 | values[rows, column]
        if parts <= 1:
            yield Pair(numbers, short)
            continue
        # All of a bucket are in one part, in the order of the rows.
        part = (numbers % parts).astype(np.uint16)
        order = np.argsort(part, kind="stable")
        ends = np.cumsum(np.bincount(part, minlength=parts)).tolist()
        for begin, end in zip([0, *ends], ends, strict=False):
            chosen = order[begin:end]
            yield from _cut(numbers[chosen], short[chosen])


def _cut(numbers: npt.NDArray[np.int64], rows: npt.NDArray[np.int32]) -> Iterator[Pair]:
    """A part as a task; as several, where a bucket of it holds a great deal of all rows."""
    if rows.size <= 2 * PART_ROWS:
        yield Pair(numbers, rows)
        return
    order = np.argsort(numbers, kind="stable")
    for begin in range(0, rows.size, PART_ROWS):
        before = max(0, begin - BEFORE)
        chosen = order[before : begin + PART_ROWS]
        yield Pair(numbers[chosen], rows[chosen], begin - before)


class _Blocks:
    """Pairs in files, one for so many later rows."""

    def __init__(self, folder: Path, rows: int) -> None:
        self._folder = folder
        self._rows = rows
        self._waiting: list[Pairs] = []
        self._count = 0

    def add(self, pairs: Pairs) -> None:
        self._waiting.append(pairs)
        self._count += pairs.size
        if self._count > _WAITING:
            self._write()

    def _write(self) -> None:
        pairs = np.unique(np.concatenate(self._waiting)) if self._waiting else np.empty(0, np.int64)
        self._waiting, self._count = [], 0
        begins = np.arange(0, self._rows + BLOCK_ROWS, BLOCK_ROWS, dtype=np.int64)
        ends = np.searchsorted(pairs, begins << 32).tolist()
        for number, (begin, end) in enumerate(itertools.pairwise(ends)):
            if begin < end:
                with self._path(number).open("ab") as file:
                    file.write(pairs[begin:end].data)

    def each(self) -> Iterator[tuple[int, Pairs]]:
        """The first row of each block and its pairs, sorted, each once. The files are gone after it."""
        self._write()
        for number, first in enumerate(range(0, self._rows, BLOCK_ROWS)):
            path = self._path(number)
            if path.exists():
                yield first, np.unique(np.fromfile(path, np.int64))
                path.unlink()
            else:
                yield first, np.empty(0, np.int64)

    def _path(self, number: int) -> Path:
        return self._folder / f"pairs-{number}"


def _ranked(values: Values, blocks: _Blocks, path: Path) -> Candidates:
    counts = np.zeros(len(values) + 1, np.int64)
    with path.open("wb") as file:
        for first, pairs in blocks.each():
            agreeing = _agreeing(values, pairs)
            near = agreeing >= AGREEING
            pairs, agreeing = pairs[near], agreeing[near]
            row = (pairs >> 32) - first
            # Sorting by this number sorts by the row, then by what differs, then by the earlier row.
            ranked = np.sort((row << 8 | PERMUTATIONS - agreeing) << 32 | pairs & _LOWER)
            file.write((ranked & _LOWER).astype("<u4").data)
            of_rows = np.bincount(row)
            counts[1 + first : 1 + first + of_rows.size] = of_rows
    return Candidates(mapped(path, "<u4"), np.cumsum(counts))


def _agreeing(values: Values, pairs: Pairs) -> npt.NDArray[np.int64]:
    """Values that each pair has in common."""
    found = np.empty(pairs.size, np.int64)
    for start in range(0, pairs.size, _COMPARED):
        part = pairs[start : start + _COMPARED]
        same = values[part >> 32] == values[part & _LOWER]
        found[start : start + part.size] = np.count_nonzero(same, axis=1)
    return found
