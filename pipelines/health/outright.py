"""What is wrong whatever was before: the runs of now say it alone, of a new site too."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Literal

from .facts import RunFacts
from .figures import Finding
from .states import State

RUNS = 2
"""Bad runs in a row that are needed: one is a hiccup, and two is what a daily schedule may take."""
PATIENCE = dt.timedelta(minutes=9)
"""Least time from the first to the last of them: with runs every minute, a restart of the server is not told;
with runs every ten minutes, two are enough."""
RESTING = dt.timedelta(hours=20)
"""The same where the site only asks to be left alone (429 with Retry-After): an hour's rest is agreed upon,
two daily runs that came to nothing are a block."""
PAGES = 4
"""Pages that must not have come, at their first try, in such runs: a page in 50 is broken on some sites, and
four of them in a row are 1 in 6 million."""
LOST_PAGES = 10
"""Pages of a new site that all came and gave no article: its declaration is wrong."""

_SHOWN = 6
_Say = Literal["good", "unreachable", "blocked", "feed dead", "resting"]
_WORST_FIRST: tuple[Literal["unreachable", "blocked", "feed dead"], ...] = (
    "unreachable",
    "blocked",
    "feed dead",
)


def outright(runs: Sequence[RunFacts], *, is_new: bool) -> list[Finding]:
    """What the last runs say: `unreachable`, `blocked`, `feed dead`; of a new site `broken layout` too.

    A run that was interrupted, that asked no source or whose record was not read says nothing.
    """
    found = [_by_sources(runs), _by_pages(runs), _by_lost(runs) if is_new else None]
    return [finding for finding in found if finding is not None]


def _streak(runs: Sequence[RunFacts], say: Callable[[RunFacts], _Say | None]) -> list[tuple[RunFacts, _Say]]:
    """The last runs as far back as all that say something say something bad; the oldest first."""
    streak: list[tuple[RunFacts, _Say]] = []
    for run in reversed(runs):
        said = say(run)
        if said == "good":
            break
        if said is not None:
            streak.append((run, said))
    return streak[::-1]


def _lasts(streak: Sequence[tuple[RunFacts, _Say]], patience: dt.timedelta) -> bool:
    return len(streak) >= RUNS and streak[-1][0].started_at - streak[0][0].started_at >= patience


def _by_sources(runs: Sequence[RunFacts]) -> Finding | None:
    streak = _streak(runs, _said_by_sources)
    asked = [(run, said) for run, said in streak if said != "resting"]
    if _lasts(asked, PATIENCE):
        counts = Counter(said for _, said in asked[-_SHOWN:])
        state = max(_WORST_FIRST, key=lambda said: counts[said])  # of equal ones the first
        return Finding(state, asked[0][0], _of_sources(runs, [run for run, _ in asked]))
    if _lasts(streak, RESTING):
        told = f"the site asked to be left alone (Retry-After) in all of {len(streak)} runs"
        return Finding("blocked", streak[0][0], (told, *_refused([run for run, _ in streak])))
    return None


def _said_by_sources(run: RunFacts) -> _Say | None:
    asked = sum(run.sources.values())
    if run.sources.get("read"):
        return "good"
    if run.finish_reason == "host_resting" or (asked and run.sources.get("resting") == asked):
        return "resting"
    if not run.ended or not asked:
        return None
    came = run.judged > run.fates.get("unreachable", 0) + run.fates.get("blocked", 0)
    counts = {
        "unreachable": run.sources.get("unreachable", 0),
        "blocked": run.sources.get("blocked", 0),
        "feed dead": run.sources.get("dead", 0),
    }
    worst: Counter[_Say] = Counter()
    for said in _WORST_FIRST:
        # Where pages come, it is the source alone that fails.
        worst["feed dead" if came else said] += counts[said]
    return max(_WORST_FIRST, key=lambda said: worst[said])


def _by_pages(runs: Sequence[RunFacts]) -> Finding | None:
    streak = _streak(runs, _said_by_pages)
    bad = [run for run, _ in streak]
    total = {name: sum(run.fates.get(name, 0) for run in bad) for name in ("unreachable", "blocked")}
    if not _lasts(streak, PATIENCE) or sum(total.values()) < PAGES:
        return None
    came = sum(run.judged for run in bad)
    reasons: Counter[str] = Counter()
    statuses: Counter[int] = Counter()
    for run in bad:
        reasons.update(run.reasons)
        statuses.update(run.statuses)
    told = (
        f"{sum(total.values())} new pages did not come and {came} did, in {len(bad)} runs",
        f"pages by status: {listed(statuses)}; by reason: {listed(reasons)}",
        *_refused(bad),
    )
    state: State = "blocked" if total["blocked"] > total["unreachable"] else "unreachable"
    return Finding(state, bad[0], told)


def _said_by_pages(run: RunFacts) -> _Say | None:
    failed = run.fates.get("unreachable", 0) + run.fates.get("blocked", 0)
    if not failed and not run.judged:
        return None
    return "unreachable" if failed > run.judged else "good"


def _by_lost(runs: Sequence[RunFacts]) -> Finding | None:
    streak = _streak(runs, _said_by_lost)
    bad = [run for run, _ in streak]
    lost = sum(run.fates.get("lost", 0) for run in bad)
    if not _lasts(streak, PATIENCE) or lost < LOST_PAGES:
        return None
    reasons: Counter[str] = Counter()
    for run in bad:
        reasons.update(run.reasons)
    told = f"none of {lost} pages gave an article, in {len(bad)} runs; by reason: {listed(reasons)}"
    return Finding("broken layout", bad[0], (told,))


def _said_by_lost(run: RunFacts) -> _Say | None:
    if not run.judged:
        return None
    return "good" if run.fates.get("article") else "blocked"


def _of_sources(runs: Sequence[RunFacts], bad: Sequence[RunFacts]) -> tuple[str, ...]:
    results: Counter[str] = Counter()
    for run in bad:
        results.update(run.source_results)
    before = [run for run in runs if run.sources and run.started_at < bad[0].started_at]
    read = sum(run.sources.get("read", 0) > 0 for run in before)
    known = f"; before, a source was read in {read} of {len(before)} runs" if before else ""
    return (f"no source was read in {len(bad)} runs: {listed(results)}{known}", *_refused(bad))


def _refused(bad: Sequence[RunFacts]) -> tuple[str, ...]:
    refusals = sum(run.refusals for run in bad)
    return (f"{refusals} answers of 429 or 503 in these runs",) if refusals else ()


def listed(counts: Counter[str] | Counter[int]) -> str:
    """The most frequent of something, with their numbers."""
    return ", ".join(f"{name} {count}" for name, count in counts.most_common(4)) or "none"
