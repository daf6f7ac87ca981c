"""Are there as many new pages as on such days? `quiet`, and `feed dead` where a site stands still."""

import datetime as dt
from collections.abc import Sequence

from .facts import RunFacts
from .figures import Finding, chance_of_count, median, quantile, start_of_change
from .periods import DAY, Period, Periods

FEW = 0.4
"""To which part of the usual number new pages must have fallen. A newsroom writes less over holidays; how
much less was not measured, and two days below this are told."""
FEW_EACH = 0.6
"""And no day may have had more than this part."""
CHANCE = 1e-4
MARGIN = 0.7
"""How improbable the number must be of days with `MARGIN` of the usual one: weeks differ by as much."""
DAYS = range(2, 8)
"""Days that are looked at together: two at least, so that a holiday of one day is no news, and as many more
as a small site needs: with three pages a day, a week."""
DWINDLED = 0.5
"""To which part of a good week the last one must have fallen, of a site that loses a little each day."""
DWINDLED_CHANCE = 1e-5
"""How improbable that must be: the good week is picked among several, and weeks differ more than days."""
STILL_DAYS = 7
"""Days without any page after which it is the feed that stands still, and no holiday: New Year and
Nauryz are five days at most, weekends included."""
BUSY = 20
"""Pages on the slackest tenth of days, weekends included, of a newsroom that never stops: of it, two days
without any are enough."""
SILENT = 4 * 7 * DAY
"""A site without any page for so long needs no weeks before it."""


def supply(runs: Sequence[RunFacts], periods: Periods) -> Finding | None:
    """`feed dead` where nothing new comes any more, `quiet` where much less does than on such weekdays.

    Runs that found nothing new because nothing was published (304, the same links) are not bad: it is days
    that are counted, and only days that were crawled. One low day says nothing, so a national holiday of a
    day passes in silence. From the second such day in a row it is `quiet`, which is said of longer
    holidays too: that nobody writes cannot be told from a feed that lost half of its items.
    Where addresses wait for the next run, nothing is missing.
    """
    days = [period for period in periods.latest_first if period.usable]
    if not days or not periods.latest_first[0].usable:
        return None
    still = next((at for at, period in enumerate(days) if period.offered), len(days))
    if finding := _stands_still(runs, days, still, periods):
        return finding
    fallen = _fewest(days, periods) or _dwindled(days, periods)
    if fallen is None or runs[-1].pending >= fallen[1] / 2:
        return None
    first, expected, found, told = fallen
    line = f"{found} new pages {told}; on such days before, {expected:.0f}"
    if sources := _source_lost(runs):
        return Finding("feed dead", first, (line, sources))
    return Finding("quiet", first, (line, "sources are read, and pages that come are well"))


def _expected(days: Sequence[Period], at: int, skipped: int, week: int) -> float | None:
    """Pages that a day should have: the middle one of the same weekdays before the `skipped` days.

    Of a site with less than two such weeks, the fewest of any day: a weekend must not be missed there.
    """
    same = [days[number].offered for number in range(at + week, len(days), week) if number >= skipped]
    if len(same) >= 2:
        return median(same)
    others = [day.offered for day in days[skipped:]]
    return min(others) if len(others) >= 5 else None


def _fewest(days: Sequence[Period], periods: Periods) -> tuple[RunFacts, float, int, str] | None:
    for number in DAYS:
        expected = [_expected(days, at, number, periods.in_a_week) for at in range(min(number, len(days)))]
        known = [one for one in expected if one is not None]
        if len(known) < number:
            return None
        found = [day.offered for day in days[:number]]
        total, usual = sum(found), sum(known)
        if total > FEW * usual or found[0] > FEW * known[0]:
            continue
        if any(count > FEW_EACH * one for count, one in zip(found, known, strict=True) if one >= 5):
            continue
        if chance_of_count(total, MARGIN * usual) < CHANCE:
            return _since(days, number, usual, periods)
    return None


def _since(
    days: Sequence[Period], number: int, usual: float, periods: Periods
) -> tuple[RunFacts, float, int, str]:
    """How far back the low days go."""
    weights = []
    for at, day in enumerate(days):
        expected = _expected(days, at, max(number, at + 1), periods.in_a_week)
        weights.append(MARGIN * expected - day.offered if expected is not None else -1.0)
    at = len(days) - 1 - start_of_change(weights[::-1])
    low = days[: max(number, at + 1)]
    before = [_expected(days, index, len(low), periods.in_a_week) or 0.0 for index in range(len(low))]
    found = sum(day.offered for day in low)
    first = low[-1].runs[0]
    return first, max(sum(before), usual), found, f"in {_span(len(low), periods.length)}"


def _dwindled(days: Sequence[Period], periods: Periods) -> tuple[RunFacts, float, int, str] | None:
    """The last week beside the second best of the weeks before the last two."""
    week = periods.in_a_week
    if week == 1 or len(days) < 5 * week:
        return None
    weeks = [days[at : at + week] for at in range(0, len(days) - week + 1, week)]
    sums = [sum(day.offered for day in one) for one in weeks]
    best = sorted(sums[2:], reverse=True)[1]
    expected = [_expected(days, at, 2 * week, week) for at in range(2)]
    newest = sum(day.offered for day in days[:2])
    if sums[0] > DWINDLED * best or chance_of_count(sums[0], MARGIN * best) > DWINDLED_CHANCE:
        return None
    if newest > FEW_EACH * sum(one or 0.0 for one in expected):
        return None  # over again: the first normal days after a holiday
    return days[week - 1].runs[0], best, sums[0], "in the last seven days, after falling for weeks"


def _stands_still(
    runs: Sequence[RunFacts], days: Sequence[Period], still: int, periods: Periods
) -> Finding | None:
    if still < 2 or not runs:
        return None
    span = still * periods.length
    expected = [_expected(days, at, still, periods.in_a_week) for at in range(still)]
    usual = sum(one for one in expected if one is not None)
    before = [day.offered for day in days[still:]]
    busy = len(before) >= 7 and quantile(before, 0.1) >= BUSY
    lasts = busy or span >= STILL_DAYS * DAY
    if span < SILENT and not (lasts and chance_of_count(0, MARGIN * usual) < CHANCE):
        return None
    told = f"no new page in {_span(still, periods.length)}; on such days before, {usual:.0f}"
    return Finding("feed dead", days[still - 1].runs[0], (told, "sources are read, and name nothing new"))


def _source_lost(runs: Sequence[RunFacts]) -> str | None:
    """Is a source dead that used to be read?"""
    asked = [run for run in runs if run.sources]
    lost = [sum(count for name, count in run.sources.items() if name != "read") for run in asked]
    before = lost[:-2]
    if len(before) < 2 or not all(lost[-2:]) or sum(map(bool, before[:-5])) > 0.2 * len(before):
        return None
    of_last = ", ".join(f"{name} {count}" for name, count in sorted(asked[-1].source_results.items()))
    return f"a source is not read any more: {of_last}"


def _span(number: int, length: dt.timedelta) -> str:
    days = number * (length // DAY)
    return f"{days} days"
