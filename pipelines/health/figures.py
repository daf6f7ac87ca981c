"""Plain statistics, robust ones, and the finding that they lead to."""

import dataclasses
import math
from collections.abc import Sequence

from .facts import RunFacts
from .states import State


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """A state that holds, since which run, and why."""

    state: State
    first: RunFacts
    evidence: tuple[str, ...]


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of `values` are, one of them: the lower one of two middles."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def median(values: Sequence[float]) -> float:
    """The middle one of `values`, the lower of two."""
    return quantile(values, 0.5)


SPREADS = 4.0
"""Spreads from the middle that no day of an unsteady site goes: 1 in 16,000, were its days normal."""


def spread(values: Sequence[float]) -> float:
    """How far the logarithms of `values` are spread: their MAD as a standard deviation (times 1.4826)."""
    middle = median(values)
    return 1.4826 * median([abs(math.log(value / middle)) for value in values])


def older_half(latest_first: Sequence[float]) -> Sequence[float]:
    """The older half of days, four at least: what went wrong in the last weeks is not in it."""
    return latest_first[-max(4, len(latest_first) // 2) :]


def chance_of_share(count: int, number: int, share: float) -> float:
    """At most how probable are `count` or fewer hits in `number` tries, where `share` of tries hit?

    Chernoff's bound (1952), which is above the true probability: it errs to silence. 1 where the count is
    what is to be expected.
    """
    found, share = count / number, min(share, 1 - 1e-9)
    if found >= share:
        return 1.0
    distance = (1 - found) * math.log((1 - found) / (1 - share))
    if count:
        distance += found * math.log(found / share)
    return math.exp(-number * distance)


def chance_of_count(count: int, expected: float) -> float:
    """At most how probable are `count` or fewer events where `expected` are, if each comes by itself?

    The same bound, of Poisson's distribution.
    """
    if count >= expected:
        return 1.0
    return math.exp(count - expected + (count * math.log(expected / count) if count else 0.0))


def start_of_change(weights: Sequence[float]) -> int:
    """Where a change began: the index from which on the sum of `weights` is largest.

    A weight is above 0 where a run is nearer to the bad figures than to the good ones, and the more the
    more of them it has: the estimate of a step with the largest likelihood, but for a factor.
    """
    best, at, total = -math.inf, len(weights) - 1, 0.0
    for index in range(len(weights) - 1, -1, -1):
        total += weights[index]
        if total > best:
            best, at = total, index
    return at
