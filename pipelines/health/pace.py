"""Does a site answer much slower than it used to?"""

import datetime as dt
import math
from collections.abc import Sequence

from .facts import RunFacts
from .figures import SPREADS, Finding, median, older_half, spread, start_of_change
from .layout import LEAST_PERIODS
from .periods import Periods

TIMES = 3.0
"""How many times as long as usual the middle answer must take. That an evening is twice as slow as a day is
taken for usual, without a measurement."""
SECONDS = 0.5
"""And by how many seconds: 0.3 s instead of 0.1 s is nobody's trouble, at a request a second."""
WINDOW = dt.timedelta(hours=6)
"""Runs that are looked at together, two at least: so long a slow evening may be, and a site of frequent runs
is found slow after some four hours."""
ANSWERS = 3
"""Answers that the time of a run needs."""


def slow(runs: Sequence[RunFacts], periods: Periods) -> Finding | None:
    """The state `slow`, or None: the runs of the last hours beside the older half of the weeks before.

    The older half, so that a site which gets a little slower each day is found too.
    """
    timed = [run for run in runs if _seconds(run) is not None]
    latest = [run for run in timed if runs[-1].started_at - run.started_at <= WINDOW]
    latest = latest if len(latest) >= 2 else timed[-2:]
    if len(latest) < 2 or runs[-1].started_at - latest[0].started_at > max(WINDOW, 2 * periods.length):
        return None
    before = [
        [
            seconds
            for run in period.runs
            if run.started_at < latest[0].started_at and (seconds := _seconds(run))
        ]
        for period in periods.latest_first[1:]
    ]
    days = [median(times) for times in before if times]
    if len(days) < LEAST_PERIODS:
        return None
    older = older_half(days)
    usual = median(older)
    limit = max(TIMES * usual, usual + SECONDS, usual * math.exp(SPREADS * spread(older)))
    now = median([_seconds(run) or 0.0 for run in latest])
    if now <= limit:
        return None
    first = timed[start_of_change([math.log((_seconds(run) or limit) / limit) for run in timed])]
    return Finding(
        "slow",
        first,
        (f"the middle answer took {now:.1f} s in the last {len(latest)} runs; before, {usual:.1f} s",),
    )


def _seconds(run: RunFacts) -> float | None:
    timed = run.fetch_seconds
    return timed.p50 if timed is not None and timed.count >= ANSWERS and timed.p50 > 0 else None
