"""Runs gathered into days, whatever their schedule."""

import dataclasses
import datetime as dt
import functools
import itertools
from collections.abc import Sequence

from .facts import RunFacts
from .figures import median

DAY = dt.timedelta(days=1)

_GAPS = 10
"""Gaps between the last runs that tell the schedule."""
_PATIENT_DAYS = 1.5
"""A schedule of runs further apart than this has periods longer than a day."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Period:
    """A day that ends with the latest run, or one of the days before it; longer where runs are rarer."""

    runs: tuple[RunFacts, ...]
    """Its runs, the oldest first; none while nothing was crawled."""
    usable: bool
    """Can its number of articles be compared? Not where half of its runs or more did not take place, were
    interrupted or could read no source, nor where the history begins in its middle."""

    @functools.cached_property
    def offered(self) -> int:
        """New pages that the site named in it."""
        return sum(run.offered for run in self.runs)


@dataclasses.dataclass(frozen=True, slots=True)
class Periods:
    """All of them."""

    latest_first: tuple[Period, ...]
    length: dt.timedelta

    @property
    def in_a_week(self) -> int:
        """How many periods later is the same weekday? 1 where weekdays cannot be told apart."""
        return 7 if self.length == DAY else 1


def is_ordinary(run: RunFacts) -> bool:
    """Did it end by itself, and could it read a source, as far as is known?"""
    return run.ended and (not run.sources or run.sources.get("read", 0) > 0)


def gathered(runs: Sequence[RunFacts]) -> Periods:
    """Periods of `runs`, the oldest of which is first.

    The borders are in the middle between runs, half a gap after the latest one: a daily run that starts a
    minute earlier or later is in its own period all the same, of runs every ten minutes each period has all
    of a day, and seven periods earlier is the same weekday at the same hours.
    """
    if not runs:
        return Periods((), DAY)
    starts = [run.started_at for run in runs]
    gaps = [(later - earlier).total_seconds() for earlier, later in itertools.pairwise(starts)]
    gap = dt.timedelta(seconds=median(gaps[-_GAPS:])) if gaps else DAY
    length = DAY if gap <= _PATIENT_DAYS * DAY else DAY * round(gap / DAY)
    end = starts[-1] + min(gap, length) / 2
    held: list[list[RunFacts]] = [[] for _ in range((end - starts[0]) // length + 1)]
    for run in runs:
        held[(end - run.started_at) // length].append(run)
    typical = median([len(group) for group in held if group])
    whole = [end - (number + 1) * length >= starts[0] - gap for number in range(len(held))]
    return Periods(
        tuple(
            Period(
                runs=tuple(group),
                usable=is_whole and 2 * sum(map(is_ordinary, group)) >= typical,
            )
            for group, is_whole in zip(held, whole, strict=True)
        ),
        length,
    )
