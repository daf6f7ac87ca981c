"""Who holds which site, and when each site was crawled last."""

import dataclasses
import datetime as dt
import fcntl
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from crawlers.doctor.configuration import DeclaredSite
from crawlers.doctor.finding import Finding, Verdict, span, worst
from pipelines.errors import StoreError
from pipelines.report.run_record import EXIT_INTERRUPTED, load
from pipelines.store.lease import LEASE_SECONDS
from pipelines.store.objects import ObjectStore

LONG = dt.timedelta(days=1)
"""A lock that is held longer is told. The longest run of the usual settings asks one host for 20,000 pages at
one a second: five and a half hours; a site of four such hosts takes a day."""

TURNS = 2
"""A site is late after so many of its own intervals: one may fall into a long run before it."""

UNDECLARED_LATE = dt.timedelta(days=2)
"""When a site is late that names no interval: one that is crawled once a day is not."""

DAYS = 30
"""How far back runs are looked for: each day is a listing."""


def check_locks(folder: Path, now: dt.datetime) -> Finding:
    """Which sites are held by runs of this host? A lock that nobody holds is free, whatever stands in it."""
    try:
        holders = [(path.stem, _holder(path)) for path in sorted(folder.glob("*.lock"))]
    except OSError as error:
        seen = f"{error.filename or folder}: {error.strerror or error}"
        return Finding("locks", "failed", seen, "see who may read NEWS_LEDGER_DIR")
    held = [(site, who) for site, who in holders if who is not None]
    if not held:
        return Finding("locks", "ok", "no run on this host holds a site")
    lines: list[str] = []
    long: list[str] = []
    for site, who in held:
        since = _moment(who.get("since"))
        line = f"{site}: process {who.get('pid', '?')}, since {who.get('since', '?')}"
        (long if since is not None and now - since > LONG else lines).append(line)
    seen = f"{len(held)} held by runs of this host: {', '.join(site for site, _ in held)}"
    if long:
        todo = "a run that still fetches is well; if it hangs, end its process: the lock goes with it"
        return Finding("locks", "warning", seen, todo, (*long, *lines))
    return Finding("locks", "ok", seen, details=tuple(lines))


def _holder(path: Path) -> dict[str, str] | None:
    """Who holds the lock, or None for a free one.

    Asking takes the lock, shared, for some microseconds: a run that begins just then is told that it is held.
    Only the kernel knows, and what stands in the file outlives its writer.
    """
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _read(file.read(1000))
    return None


def check_leases(objects: ObjectStore) -> Finding:
    """Which sites are held by runs of any host, and which leases did a dead run leave? Raises StoreError."""
    living: list[str] = []
    stale: list[str] = []
    for key in objects.list("leases/"):
        who = _read(objects.get(key) or b"")
        if "ledger" not in who:
            continue
        site = who.get("site", key)
        age = objects.age(key)
        if age is None:
            continue
        line = f"{site}: {who.get('host', '?')}, run {who.get('run_id', '?')}, renewed {span(age)} ago"
        (living if age < LEASE_SECONDS else stale).append(line)
    if stale:
        seen = f"{len(stale)} left by runs that ended without giving them back"
        todo = (
            "nothing for the site: its next run takes it over; look at that host's log, or whether it lives"
        )
        return Finding("leases", "warning", seen, todo, (*stale, *living))
    if living:
        return Finding("leases", "ok", f"{len(living)} held by running crawls", details=tuple(living))
    return Finding("leases", "ok", "no run on any host holds a site")


@dataclasses.dataclass(frozen=True, slots=True)
class _LastRun:
    verdict: Verdict
    line: str


def check_runs(objects: ObjectStore, sites: Sequence[DeclaredSite], now: dt.datetime) -> Finding:
    """When did each site run last, how did that end, and is it late? Raises StoreError."""
    declared = {site.name: site for site in sites}
    keys = _last_keys(objects, set(declared), now)
    found = [_last_run(objects, site, key, declared.get(site), now) for site, key in sorted(keys.items())]
    details = tuple(run.line for run in sorted(found, key=lambda run: run.verdict == "ok"))
    never = len(declared.keys() - keys.keys())
    seen = [f"{len(found)} ran in the last {DAYS} days"] if found else [f"none in the last {DAYS} days"]
    bad = sum(run.verdict != "ok" for run in found)
    seen += [f"{bad} want a look"] if bad else []
    seen += [f"{never} declared ones never did"] if never and found else []
    verdict = worst(run.verdict for run in found)
    todo = (
        "see the schedule and the log of the run; docs/operations.md says what each exit code wants"
        if bad
        else ""
    )
    return Finding("last runs", verdict, ", ".join(seen), todo, details)


def _last_keys(objects: ObjectStore, wanted: set[str], now: dt.datetime) -> dict[str, str]:
    """Key of the last run's record by site. Ends at the day by which all of `wanted` are found."""
    found: dict[str, str] = {}
    # A run on a host whose clock is ahead, and one that began before midnight.
    for back in range(-1, DAYS):
        day: dict[str, str] = {}
        for key in objects.list(f"runs/{now - dt.timedelta(days=back):%Y-%m-%d}/"):
            site = key.rpartition("/")[2].rsplit("-", 2)[0]
            # Their names sort by start.
            day[site] = max(key, day.get(site, ""))
        found = day | found
        if back >= 0 and wanted and wanted <= found.keys():
            break
    return found


def _last_run(
    objects: ObjectStore, site: str, key: str, declared: DeclaredSite | None, now: dt.datetime
) -> _LastRun:
    data = objects.get(key)
    try:
        record = load(data or b"")
    except (ValueError, TypeError, KeyError, AttributeError):
        return _LastRun("warning", f"{site}: its record {key} cannot be read; scrapy verify says more")
    age = now - record.started_at
    line = f"{site}: {span(age.total_seconds())} ago, exit code {record.exit_code}"
    interval = declared.interval if declared else None
    if interval:
        line += f", every {span(interval.total_seconds())}"
    told = list(_complaints(record.exit_code, record.complaints))
    if declared and age > (TURNS * interval if interval else UNDECLARED_LATE):
        told.append("late: is its schedule on?")
    return _LastRun("warning" if told else "ok", "; ".join([line, *told]))


def _complaints(code: int, complaints: Sequence[str]) -> Iterator[str]:
    if code and code != EXIT_INTERRUPTED:
        yield complaints[0] if complaints else "it ended badly"


def not_looked(name: str) -> Finding:
    """Of a check that needs the store, where that has failed."""
    return Finding(name, "warning", "not looked at, as the store failed", "repair the store first")


def reading(name: str, error: StoreError) -> Finding:
    """Of a check during which the store failed."""
    return Finding(name, "failed", str(error), "run scrapy doctor again; if it lasts, scrapy verify")


def _read(data: bytes) -> dict[str, str]:
    """What somebody wrote of himself; nothing where that cannot be read."""
    try:
        values = json.loads(data)
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in values.items()} if isinstance(values, dict) else {}


def _moment(text: str | None) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text or "").astimezone(dt.UTC)
    except ValueError:
        return None
