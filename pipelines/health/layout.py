"""Is what comes still what used to come? Shares that fell: pages that give an article, fields, languages."""

import dataclasses
import datetime as dt
import functools
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from .facts import FIELDS, RunFacts
from .figures import SPREADS, Finding, chance_of_share, median, older_half, quantile, spread, start_of_change
from .outright import listed
from .periods import Period, Periods

Count = Callable[[RunFacts], tuple[int, int]]
"""Of a run: how many of how many."""

CHANCE = 1e-4
"""How improbable a fall must be of a day as bad as the worst tenth of those before; that both halves of the
runs must have it comes on top. Four pages without an article are that improbable on a site where nine of ten
give one. Measured: no false alarm in 24 made sites of 3 to 60 articles, a year of daily runs each."""
FALL = 0.25
"""By how much the share of pages that give an article must fall, and that of those that are no copy."""
HALF = 0.5
"""To which part of itself the share of a field must fall, and of usual languages, and the median length."""
SELDOM = 0.2
"""A field that fewer articles had is not looked at."""
GROWN = 2.5
"""How many times as long texts must be: the columns beside them have come in."""
TEXTS = 10
"""Texts that a median length needs."""
UNEVEN = 3.5
"""By how much more it must differ where texts are few: this, through the root of their number, in the
logarithm. Words of newsrooms' articles are spread by some 0.7 there, so the median of n by 0.88 through the
root of n: four times as much is chance once in 30,000."""
FRESH = 30
"""Pages of the latest runs that are enough to see that articles, titles or dates are lost; other fields
have their hours (agencies sign at night), so they are compared day by day."""
USUAL = 0.02
"""Share of texts in a language that makes it one of the site's."""
BACKFILL = 5
"""A run with as many times the pages of the fullest day before is a backfill: old pages, old layout."""
WEEK = dt.timedelta(days=7)
"""Where the runs of now have fallen, the chance of their week may say so too: the few pages of a Sunday do
not make a site well."""
LEAST_PERIODS = 4
"""Days with pages that a baseline needs."""

_GOOD = 0.9


@dataclasses.dataclass(frozen=True, slots=True)
class _Share:
    name: str
    count: Count
    fresh: bool = False
    by: float | None = None
    """How far it must fall; None where to half of itself."""

    def falls_to(self, before: float) -> float:
        return before * HALF if self.by is None else before - self.by

    def of(self, runs: Sequence[RunFacts]) -> tuple[int, int]:
        pairs = [self.count(run) for run in runs]
        return sum(hits for hits, _ in pairs), sum(number for _, number in pairs)


def broken_layout(runs: Sequence[RunFacts], periods: Periods) -> Finding | None:
    """The state `broken layout`, or None.

    The newest day, or the two last runs where they are further apart, is compared with the weeks before it.
    Both its halves must have fallen: one odd run is not enough, and a run that is well again ends it.

    The weeks before are taken week by week. Of a share, the second best of them is held to be normal, with
    all that come near it: four weeks of a broken layout are not yet the new normal.
    """
    latest, before = _newest(runs, periods)
    base = [period for period in before if any(run.judged or run.texts for run in period.runs)]
    if len(base) < LEAST_PERIODS or len(latest) < 2:
        return None
    if max(run.judged for run in latest) > BACKFILL * max(map(_pages, base)):
        return None
    lines, firsts = [], []
    for share in _shares(base):
        for sample in [_fresh(runs, share, periods.length), latest] if share.fresh else [latest]:
            if found := _fallen(share, runs, sample, base, periods.in_a_week):
                firsts.append(found[0])
                lines.append(found[1])
                break
    if found := _other_length(runs, latest, base):
        firsts.append(found[0])
        lines.append(found[1])
    if not lines:
        return None
    first = min(firsts, key=lambda run: run.started_at)
    return Finding("broken layout", first, (*lines, *_reasons(runs, first)))


def _newest(runs: Sequence[RunFacts], periods: Periods) -> tuple[tuple[RunFacts, ...], tuple[Period, ...]]:
    """The runs of now, and the periods before them."""
    now, *before = periods.latest_first
    taken = now.runs
    while before and len([run for run in taken if run.judged or run.texts]) < 2 and len(before) > 1:
        earlier, *before = before
        taken = (*earlier.runs, *taken)
        if taken and runs[-1].started_at - taken[0].started_at > 2 * periods.length:
            break
    return taken, tuple(before)


def _pages(period: Period) -> int:
    return sum(run.judged for run in period.runs)


def _shares(base: Sequence[Period]) -> Iterator[_Share]:
    yield _Share("pages that gave an article", _gave, fresh=True, by=FALL)
    for name in FIELDS:
        count = functools.partial(_has, name)
        yield _Share(f"articles with {_WORDS.get(name, name)}", count, name in ("title", "published"))
    languages: Counter[str] = Counter()
    for period in base:
        for run in period.runs:
            languages.update(run.languages)
    usual = frozenset(name for name, count in languages.items() if count >= USUAL * languages.total())
    told = f"articles in a usual language ({', '.join(sorted(usual - {'und'})[:4])})"
    yield _Share(told, functools.partial(_speaks, usual - {"und"}))
    yield _Share("articles that are no copy of another", _is_no_copy, by=FALL)


_WORDS = {
    "title": "a title",
    "published": "a date",
    "lead": "a lead",
    "image": "an image",
    "section": "a section",
}


def _gave(run: RunFacts) -> tuple[int, int]:
    return run.fates.get("article", 0), run.judged


def _has(name: str, run: RunFacts) -> tuple[int, int]:
    return run.filled.get(name, 0), run.texts


def _speaks(usual: frozenset[str], run: RunFacts) -> tuple[int, int]:
    return sum(count for name, count in run.languages.items() if name in usual), run.texts


def _is_no_copy(run: RunFacts) -> tuple[int, int]:
    return run.articles, run.articles + run.duplicates


def _fresh(runs: Sequence[RunFacts], share: _Share, length: dt.timedelta) -> tuple[RunFacts, ...]:
    """The latest runs that have `FRESH` of what is counted, two at least."""
    number, taken = 0, 0
    for at in range(len(runs) - 1, -1, -1):
        if runs[-1].started_at - runs[at].started_at > 2 * length:
            break
        counted = share.count(runs[at])[1]
        number, taken = number + counted, taken + bool(counted)
        if number >= FRESH and taken >= 2:
            return tuple(runs[at:])
    return ()


def _fallen(
    share: _Share, runs: Sequence[RunFacts], sample: Sequence[RunFacts], base: Sequence[Period], week: int
) -> tuple[RunFacts, str] | None:
    """The first run of a fall and what to say of it; None where there is none."""
    hits, number = share.of(sample)
    halves = _halves([share.count(run) for run in sample])
    normal = _normal(share, base, max(week, LEAST_PERIODS))
    if not number or halves is None or normal is None:
        return None
    good, low, of_number = normal
    limit = share.falls_to(good)
    if share.by is None and good < SELDOM:
        return None
    # Half of the runs have more of chance in them: half of the fall is enough there.
    if hits / number > limit or any(of_half > (good + limit) / 2 for of_half in halves):
        return None
    week_hits, week_number = share.of(_since(runs, WEEK))
    if min(chance_of_share(hits, number, low), chance_of_share(week_hits, week_number, low)) > CHANCE:
        return None
    middle = (good + hits / number) / 2
    at = start_of_change([of * middle - has for has, of in map(share.count, runs)])
    bad_hits, bad_number = share.of(runs[at:])
    return runs[at], (
        f"{share.name}: {bad_hits / max(1, bad_number):.0%} of {bad_number}; "
        f"before, {good:.0%} of {of_number}"
    )


def _since(runs: Sequence[RunFacts], span: dt.timedelta) -> Sequence[RunFacts]:
    return [run for run in runs if runs[-1].started_at - run.started_at < span]


def _halves(pairs: Sequence[tuple[int, int]]) -> tuple[float, float] | None:
    """The shares of the earlier and the later half, as even as runs are; None where all is of one run."""
    filled = [(hits, number) for hits, number in pairs if number]
    if len(filled) < 2:
        return None
    total, passed, cut = sum(number for _, number in filled), 0, 1
    for at, (_, number) in enumerate(filled[:-1], start=1):
        passed += number
        cut = at
        if 2 * passed >= total:
            break
    parts = (filled[:cut], filled[cut:])
    first, second = (sum(hits for hits, _ in part) / sum(number for _, number in part) for part in parts)
    return first, second


def _normal(share: _Share, base: Sequence[Period], week: int) -> tuple[float, float, int] | None:
    """A share as it was: all of the good weeks, a tenth of their worst days, of how many; None unknown."""
    counted = [share.of(period.runs) for period in base]
    weeks = [counted[at : at + week] for at in range(0, len(counted), week)]
    sums = [(sum(hits for hits, _ in one), sum(number for _, number in one)) for one in weeks]
    shares = sorted((hits / number for hits, number in sums if number), reverse=True)
    if not shares:
        return None
    best = shares[min(1, len(shares) - 1)]
    good = [at for at, (hits, number) in enumerate(sums) if number and hits >= _good_hits(best, number)]
    hits, number = (sum(sums[at][part] for at in good) for part in (0, 1))
    if not hits:
        return None
    days = [has / of for at in good for has, of in weeks[at] if of >= _DAY_COUNTS]
    pooled = hits / number
    return pooled, min([_TENTH * pooled, *([quantile(days, 0.1)] if days else [])]), number


def _good_hits(best: float, number: int) -> float:
    """Hits of a week that is as good as the best: a tenth less, or two deviations where it is of little."""
    return best * number - max((1 - _GOOD) * best * number, 2 * math.sqrt(number * best * (1 - best)))


_DAY_COUNTS = 10
"""Of fewer, a day's share says little; then a tenth below that of all days is taken for a bad day."""
_TENTH = 0.9


def _other_length(
    runs: Sequence[RunFacts], latest: Sequence[RunFacts], base: Sequence[Period]
) -> tuple[RunFacts, str] | None:
    """The same of the median length, both ways: cut texts, and texts with all that stands beside them."""
    texts = [run for run in latest if run.words is not None]
    days = [words for period in base if (words := _words(period.runs)) is not None]
    number = sum(run.texts for run in texts)
    if number < TEXTS or len(days) < LEAST_PERIODS or len(texts) < 2:
        return None
    cut = len(texts) // 2
    now, *halves = (_words(part) or 0.0 for part in (texts, texts[:cut], texts[cut:]))
    older = older_half(days)
    usual = median(older)
    steady = math.exp(max(SPREADS * spread(older), UNEVEN / math.sqrt(number)))
    low, high = min(HALF, 1 / steady), max(GROWN, steady)
    fell = now <= low * usual and max(halves) <= math.sqrt(low) * usual
    grew = now >= high * usual and min(halves) >= math.sqrt(high) * usual
    if not fell and not grew:
        return None
    middle = (now * usual) ** 0.5
    side = 1 if fell else -1
    at = start_of_change([run.texts * side * (middle - (run.words or middle)) for run in runs])
    return runs[at], f"median length: {now:.0f} words; before, {usual:.0f}"


def _words(runs: Sequence[RunFacts]) -> float | None:
    """The median length of several runs' texts, near enough: the geometric mean of the runs' medians, each
    as heavy as it has texts."""
    found = [(run.texts, math.log(run.words)) for run in runs if run.words]
    number = sum(texts for texts, _ in found)
    return math.exp(sum(texts * words for texts, words in found) / number) if number else None


def _reasons(runs: Sequence[RunFacts], first: RunFacts) -> tuple[str, ...]:
    """Rejects by reason since the first bad run, beside those of the same time before."""
    since: Counter[str] = Counter()
    before: Counter[str] = Counter()
    span = runs[-1].started_at - first.started_at + dt.timedelta(days=1)
    for run in runs:
        rejected = {name: count for name, count in run.reasons.items() if name.startswith("rejected/")}
        if run.started_at >= first.started_at:
            since.update(rejected)
        elif first.started_at - run.started_at <= span:
            before.update(rejected)
    return (f"rejects: {listed(since)}; in the same time before: {listed(before)}",) if since else ()
