"""Which cluster each text joins: the rule of one row after another, told in rounds.

What a row joins depends on what the rows before it joined. But most rows have few candidates, which were
decided long before. So in each round all rows ask that know by now which text they are to be compared with,
side by side; what is told in one round lets others ask in the next. The rows that are left when hardly any
can ask, as in a chain of reports of which each is most like the last, are decided one after another.
"""

import array
from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt

from .candidates import Candidates
from .signed import Numbers

TRIES = 2
"""Clusters that a text is compared with at most; docs/dedupe.md has what others gave."""
FEW = 128
"""Comparisons of the smallest round: fewer keep no machines busy. So there are `TRIES / FEW` rounds a row at
most, and mostly a dozen."""

_NONE = -1

Asked = npt.NDArray[np.int32]
"""Pairs of rows, the head of a cluster and one that may join it, two a row."""


class Joining:
    """Rows that join clusters or become the heads of new ones; about 20 bytes each."""

    def __init__(self, rows: int, candidates: Candidates) -> None:
        self._candidates = candidates
        self._waiting = array.array("i", candidates.rows().astype(np.int32).tobytes())
        self._first = array.array("i", range(rows))
        self._decided = bytearray(b"\1") * rows
        for row in self._waiting:
            self._decided[row] = 0
        self._refused = array.array("i", [_NONE]) * (rows * TRIES)
        """Heads that each row was compared with in vain, `TRIES` places a row."""
        self._awaited = array.array("i", [_NONE]) * rows
        """A candidate of each row that was undecided when it was last looked at."""

    def run(
        self,
        compare: Callable[[Asked], Iterable[npt.NDArray[np.bool_]]],
        compare_here: Callable[[int, int], bool],
    ) -> Numbers:
        """For each row the head of its cluster.

        :param compare: which rows are near-duplicates of those heads? In their order, some at a time
        :param compare_here: the same for a single one, a head and a row
        """
        while len(self._waiting):
            asked = self._asked()
            if len(asked) < FEW:
                self._decide_rest(compare_here)
                break
            told = 0
            for near in compare(asked):
                for (head, row), is_near in zip(asked[told:].tolist(), near.tolist(), strict=False):
                    self._tell(head, row, is_near=is_near)
                told += near.size
        return np.array(self._first, np.int64)

    def _asked(self) -> Asked:
        """What is to be compared in this round: of each row the next one, where that is known. By heads."""
        asked, left = array.array("i"), array.array("i")
        for row in self._waiting:
            if self._decided[row]:
                continue
            awaited = self._awaited[row]
            if awaited == _NONE or self._decided[awaited]:
                head = self._next(row)
                if head != _NONE:
                    asked.extend((head, row))
                if self._decided[row]:
                    continue
            left.append(row)
        self._waiting = left
        pairs = np.array(asked, np.int32).reshape(-1, 2)
        return pairs[np.argsort(pairs[:, 0], kind="stable")]

    def _next(self, row: int) -> int:
        """The head that a row is to be compared with; none where it has to wait, or is decided: alone."""
        self._awaited[row] = _NONE
        refused = self._refused[row * TRIES : (row + 1) * TRIES]
        for other in self._candidates.of(row):
            if not self._decided[other]:
                self._awaited[row] = other
                return _NONE
            head = self._first[other]
            if head not in refused:
                return head
        self._decided[row] = 1
        return _NONE

    def _tell(self, head: int, row: int, *, is_near: bool) -> None:
        if is_near:
            self._first[row] = head
            self._decided[row] = 1
            return
        for place in range(row * TRIES, (row + 1) * TRIES):
            if self._refused[place] == _NONE:
                self._refused[place] = head
                break
        self._decided[row] = place == (row + 1) * TRIES - 1

    def _decide_rest(self, compare_here: Callable[[int, int], bool]) -> None:
        for row in self._waiting:
            # All before it are decided by now, so it never waits.
            while (head := self._next(row)) != _NONE:
                self._tell(head, row, is_near=compare_here(head, row))
                if self._decided[row]:
                    break
