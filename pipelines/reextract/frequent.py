"""What comes often in a stream that is too long to count: Space-Saving.

Metwally, Agrawal, El Abbadi: Efficient Computation of Frequent and Top-k Elements in Data Streams, ICDT 2005.
With m counters over n additions, whatever was added more than n/m times is among those that are kept, and no
count is too high by more than n/m. Up to m different things, all counts are exact.
"""

import collections
import dataclasses
from typing import Generic, TypeVar

K = TypeVar("K")


@dataclasses.dataclass(frozen=True, slots=True)
class Counted(Generic[K]):
    """A thing that came often."""

    key: K
    most: int
    """It came at most so often."""
    least: int
    """And at least so often."""


class Frequent(Generic[K]):
    """Counts things with at most `counters` counters, each addition in constant time.

    The same additions in the same order keep the same things. In another order, the rare ones may be others
    once there are more things than counters.
    """

    def __init__(self, counters: int) -> None:
        self._counters = counters
        self._counts: dict[K, tuple[int, int]] = {}
        """The count of each, and how much of it may be that of others."""
        self._with_count: dict[int, collections.OrderedDict[K, None]] = {}
        self._lowest = 1

    def add(self, key: K) -> None:
        """It came once more."""
        count, error = self._counts.get(key, (0, 0))
        if count:
            self._take(key, count)
        elif len(self._counts) < self._counters:
            self._lowest = 1
        else:
            # The thing with the lowest count gives its counter up; of equals, the one that has it longest.
            other = next(iter(self._with_count[self._lowest]))
            count = error = self._lowest
            self._take(other, count)
            del self._counts[other]
        self._counts[key] = (count + 1, error)
        self._with_count.setdefault(count + 1, collections.OrderedDict())[key] = None
        if self._lowest not in self._with_count:
            # What had it was counted up by one, or gave way to what was.
            self._lowest += 1

    def _take(self, key: K, count: int) -> None:
        same = self._with_count[count]
        del same[key]
        if not same:
            del self._with_count[count]

    def found(self, least: int) -> list[Counted[K]]:
        """What came at least `least` times for certain, in no order that means anything."""
        return [
            Counted(key, count, count - error)
            for key, (count, error) in self._counts.items()
            if count - error >= least
        ]

    def __len__(self) -> int:
        return len(self._counts)
