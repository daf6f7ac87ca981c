"""How a site fares: its last weeks -> one state, with the evidence and the first bad run.

Runs come every ten minutes, hourly, daily or rarer. What a run says alone (`outright`) is judged run by run;
what only numbers say is judged by days that end with the latest run (`periods`), so it holds for each
schedule. On a daily one, each state is found with the second bad run; with frequent runs:

* `unreachable`, `blocked`, sources that cannot be read: two runs, and nine minutes;
* articles, titles or dates lost: 30 pages; other fields and the length: a day;
* `slow`: some four hours;
* `quiet`, and a feed that stands still: two days.

It is `well` again with the first run that is, and within a day where runs are frequent.
"""

import datetime as dt
from collections.abc import Collection, Sequence

from .facts import RunFacts
from .figures import Finding
from .history import Readable, read_histories
from .layout import broken_layout
from .outright import outright
from .pace import slow
from .periods import gathered
from .states import SiteHealth, State
from .supply import supply

YOUNG = dt.timedelta(days=7)
"""A site whose first run is not older has no weeks to compare with: only what is wrong outright counts."""

_ORDER: tuple[State, ...] = ("unreachable", "blocked", "feed dead", "broken layout", "slow", "quiet")
"""Of several states that hold, the first one is told: it explains those behind it."""


def judge(site: str, runs: Sequence[RunFacts], now: dt.datetime) -> SiteHealth:
    """The state of a site after the last of `runs`, which are in the order of their start. Pure."""
    return _told(site, _found(runs), now)


def judge_site(store: Readable, site: str, now: dt.datetime) -> SiteHealth:
    """The state of a site by what its store knows at `now`. Raises StoreError."""
    return judge_sites(store, [site], now)[0]


def judge_sites(store: Readable, sites: Collection[str], now: dt.datetime) -> list[SiteHealth]:
    """The states of several sites, in their order; the tables are opened once. Raises StoreError."""
    histories = read_histories(store, sites, now)
    return [judge(site, histories[site], now) for site in sites]


def _found(runs: Sequence[RunFacts]) -> list[Finding]:
    if not runs:
        return []
    is_new = runs[-1].started_at - runs[0].started_at < YOUNG
    found = outright(runs, is_new=is_new)
    if not is_new:
        periods = gathered(runs)
        judged = (broken_layout(runs, periods), slow(runs, periods), supply(runs, periods))
        found += [finding for finding in judged if finding is not None]
    return sorted(found, key=lambda finding: _ORDER.index(finding.state))


def _told(site: str, found: Sequence[Finding], now: dt.datetime) -> SiteHealth:
    if not found:
        return SiteHealth(site=site, state="well", judged_at=now)
    first = found[0]
    same = [finding for finding in found if finding.state == first.state]
    earliest = min(same, key=lambda finding: finding.first.started_at).first
    return SiteHealth(
        site=site,
        state=first.state,
        evidence=tuple(line for finding in same for line in finding.evidence),
        since=earliest.started_at,
        first_bad_run=earliest.run_id,
        judged_at=now,
    )
