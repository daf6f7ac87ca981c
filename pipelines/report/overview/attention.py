"""Which sites need a hand, the worst first."""

import collections
import dataclasses
import datetime as dt
import itertools
import statistics
from collections.abc import Sequence

from ...health.states import SiteHealth
from .period import Period
from .runs import Run, Runs
from .words import span

_WORST_FIRST = (
    "unreachable",
    "blocked",
    "feed dead",
    "unhealthy",
    "no run",
    "broken layout",
    "slow",
    "quiet",
)
"""States of a site, with two that run records tell by themselves. First those in which articles may be lost
for good: of a broken layout the pages are kept."""

SILENCE = 3
"""A site is missed when it has not run for as many of its usual intervals: two may fall to a restart."""

LEAST_SILENCE = dt.timedelta(days=2)
"""And for as long: a host that is down for a night is no matter of each site."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A site that needs a hand."""

    site: str
    state: str
    evidence: tuple[str, ...]
    since: dt.datetime | None
    """Start of the first bad run, or of the last of one that has stopped; UTC."""
    key: str | None
    """Key of that run's record."""


def needs(healths: Sequence[SiteHealth], runs: Runs, period: Period) -> list[Need]:
    """The sites that are not well; those of which no health is given by their last run."""
    known = {health.site for health in healths}
    found = [_of_health(health) for health in healths if health.state != "well"]
    by_site: dict[str, list[Run]] = collections.defaultdict(list)
    for run in runs.found:
        by_site[run.site].append(run)
    for site, of_site in by_site.items():
        if not of_site[-1].is_well and site not in known:
            found.append(_of_runs(of_site))
        elif (usual := _missed(of_site, period.now)) is not None:
            evidence = (f"it runs every {span(usual)} usually, and has not since",)
            last = of_site[-1]
            found.append(
                Need(site=site, state="no run", evidence=evidence, since=last.started_at, key=last.key)
            )
    order = {state: rank for rank, state in enumerate(_WORST_FIRST)}
    return sorted(found, key=lambda need: (order.get(need.state, 0), need.site))


def _of_health(health: SiteHealth) -> Need:
    key = None
    if health.since is not None and health.first_bad_run is not None:
        key = f"runs/{health.since:%Y-%m-%d}/{health.site}-{health.first_bad_run}.json"
    return Need(site=health.site, state=health.state, evidence=health.evidence, since=health.since, key=key)


def _of_runs(of_site: Sequence[Run]) -> Need:
    """The last run is not well: its complaints, and where that began."""
    first = last = of_site[-1]
    for run in reversed(of_site):
        if run.is_well:
            break
        first = run
    return Need(
        site=last.site, state="unhealthy", evidence=last.complaints, since=first.started_at, key=first.key
    )


def _missed(of_site: Sequence[Run], now: dt.datetime) -> float | None:
    """The usual interval, in seconds, of a site that ran more than once and has stopped to.

    An ingest is a person's doing and is not missed.
    """
    starts = [run.started_at for run in of_site]
    if len(starts) < 2 or of_site[-1].site.startswith("_"):
        return None
    usual = statistics.median(
        (later - earlier).total_seconds() for earlier, later in itertools.pairwise(starts)
    )
    silence = (now - starts[-1]).total_seconds()
    return usual if silence > max(LEAST_SILENCE.total_seconds(), SILENCE * usual) else None
