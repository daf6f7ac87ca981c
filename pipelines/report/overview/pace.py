"""How often hosts were asked, and how long they took: from run records, and from pages where these are older.

A run's record counts every request: robots.txt, sources and repeats. A row of `pages` is the last try alone,
but has its minute.
"""

import collections
import dataclasses
import statistics
from collections.abc import Mapping, Sequence

from ..run_record import FetchSeconds
from .measures import HostPace
from .runs import Run

LEAST_SECONDS = 60.0
"""A run counts as a minute at least: what is asked in it is asked in a minute."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often a host was asked."""

    requests: int | None
    """By run records; None where none says it."""
    refusals: int
    """Answers of 429 and 503."""
    a_minute: float
    """Requests a minute of the runs that asked it; pages a minute where no record says it."""
    busiest: int
    """Pages in its busiest minute."""


def paces(runs: Sequence[Run], pages: Mapping[str, HostPace]) -> list[tuple[str, Pace]]:
    """By host: those that were asked most in a minute first."""
    requests: collections.Counter[str] = collections.Counter()
    refusals: collections.Counter[str] = collections.Counter()
    minutes: collections.Counter[str] = collections.Counter()
    for run in runs:
        requests.update(run.requests)
        refusals.update(run.refusals)
        for host in run.requests:
            minutes[host] += round(max(run.seconds, LEAST_SECONDS))
    found = {}
    for host in {*requests, *pages}:
        of_pages = pages.get(host)
        if host in requests:
            a_minute = 60 * requests[host] / minutes[host]
        else:
            a_minute = pages[host].pages / pages[host].minutes
        found[host] = Pace(
            requests=requests.get(host),
            refusals=refusals[host],
            a_minute=a_minute,
            busiest=of_pages.busiest if of_pages else 0,
        )
    return sorted(found.items(), key=lambda item: (-max(item[1].busiest, item[1].a_minute), item[0]))


@dataclasses.dataclass(frozen=True, slots=True)
class Latency:
    """How long a site took to answer."""

    answers: int
    p50: float
    """Seconds: the median of its runs' medians."""
    p95: float
    """Seconds: the median of its runs' 95th percentiles."""


def latencies(runs: Sequence[Run]) -> list[tuple[str, Latency]]:
    """By site: the slowest first."""
    by_site: dict[str, list[FetchSeconds]] = collections.defaultdict(list)
    for run in runs:
        if run.fetch_seconds is not None:
            by_site[run.site].append(run.fetch_seconds)
    found = {
        site: Latency(
            sum(one.count for one in timed),
            statistics.median(one.p50 for one in timed),
            statistics.median(one.p95 for one in timed),
        )
        for site, timed in by_site.items()
    }
    return sorted(found.items(), key=lambda item: (-item[1].p95, item[0]))
