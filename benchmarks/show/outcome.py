"""What became of the show: what was published, what is in the store, what runs and alarms said."""

import collections
import dataclasses
import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from benchmarks.show.sites import SITES, Fate, ShowSite, Timetable
from pipelines.article import Article
from pipelines.report.run_record import RunRecord, load
from pipelines.store.store import Store, open_store

EXPECTED: dict[Fate, str] = {"breaks": "broken layout", "blocks": "blocked", "dies": "unreachable"}
"""The state that each fate is to be told as."""


@dataclasses.dataclass(frozen=True)
class SiteOutcome:
    """Of one site."""

    site: ShowSite
    published: int
    """Articles of the show, to its end."""
    wanted: int
    """Those that must be in the store: out before the last run began that ended (of a site with a fate:
    before its fate came)."""
    stored: int
    """Articles of the show in the store."""
    missing: tuple[int, ...]
    """Numbers of wanted ones that are not there."""
    doubled: int
    """Articles that are there more than once."""
    runs: list[RunRecord]
    """Runs of the show, the first first."""


@dataclasses.dataclass(frozen=True)
class Alarm:
    """What one change of an alarm said."""

    at: dt.datetime
    site: str
    state: str


def alarms(got: Sequence[tuple[dt.datetime, dict[str, Any]]]) -> list[Alarm]:
    """The changes of all alarms that came."""
    return [
        Alarm(at, str(change.get("site", "?")), str(change.get("state", change.get("to", "?"))))
        for at, body in got
        for change in body.get("changes", [{}])
    ]


def outcomes(store_url: str, timetable: Timetable, half: dt.datetime, end: dt.datetime) -> list[SiteOutcome]:
    """Of each site, from the store alone."""
    store = open_store(store_url)
    rows = store.tables.scan(Article).to_table(columns=["site", "url", "revision"]).to_pylist()
    count: collections.Counter[str] = collections.Counter(row["url"] for row in rows if row["revision"] == 1)
    records = list(_records(store, timetable.began))
    return [_outcome(site, count, records, timetable, half, end) for site in SITES]


def _records(store: Store, since: dt.datetime) -> Iterator[RunRecord]:
    for key in store.objects.list("runs/"):
        record = load(store.objects.get(key) or b"")
        if record.started_at >= since:
            yield record


def _outcome(
    site: ShowSite,
    count: collections.Counter[str],
    records: Sequence[RunRecord],
    timetable: Timetable,
    half: dt.datetime,
    end: dt.datetime,
) -> SiteOutcome:
    runs = sorted((one for one in records if one.site == site.name), key=lambda one: one.started_at)
    until = end + dt.timedelta(hours=1) if site.fate == "well" else half
    ended = [one.started_at for one in runs if one.finished_at <= until]
    last = timetable.count(site, min(max(ended), end)) if ended else timetable.history(site)
    published = timetable.count(site, end)
    first = timetable.history(site) + 1
    wanted = range(first, last + 1)
    return SiteOutcome(
        site=site,
        published=published - timetable.history(site),
        wanted=len(wanted),
        stored=sum(bool(count[site.url(number)]) for number in range(first, published + 1000)),
        missing=tuple(number for number in wanted if not count[site.url(number)]),
        doubled=sum(count[site.url(number)] > 1 for number in range(1, published + 1)),
        runs=runs,
    )


def faults(found: Sequence[SiteOutcome], told: Sequence[Alarm]) -> list[str]:
    """What is not as it should be, a line each."""
    lines = []
    for one in found:
        name, states = one.site.name, [alarm.state for alarm in told if alarm.site == one.site.name]
        if one.missing:
            lines.append(
                f"{name}: {len(one.missing)} published articles are not in the store: {one.missing[:9]}"
            )
        if one.doubled:
            lines.append(f"{name}: {one.doubled} articles are there more than once")
        if not one.wanted:
            lines.append(f"{name}: no run of it came to its end")
        if (expected := EXPECTED.get(one.site.fate)) is None:
            lines += [f"{name}: an alarm although all is well: {state}" for state in states]
        elif expected not in states:
            lines.append(f"{name}: no alarm said {expected!r}; there came: {states or 'none'}")
    return lines


def as_table(
    found: Sequence[SiteOutcome], told: Sequence[Alarm], began: dt.datetime, lines: Sequence[str]
) -> RenderableType:
    """All of it for a person."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("site", "fate"):
        table.add_column(name, no_wrap=True)
    for name in ("published", "due", "stored", "missing", "twice", "runs"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("exit codes", overflow="fold")
    table.add_column("alarms", overflow="fold")
    for one in found:
        codes = collections.Counter(run.exit_code for run in one.runs)
        came = (
            f"{alarm.state} at {_clock(alarm.at, began)}" for alarm in told if alarm.site == one.site.name
        )
        table.add_row(
            one.site.name,
            one.site.fate,
            *(str(number) for number in (one.published, one.wanted, one.stored)),
            *(str(number) for number in (len(one.missing), one.doubled, len(one.runs))),
            ", ".join(f"{code} × {times}" for code, times in sorted(codes.items())),
            Text(", ".join(came)),
        )
    complaints = [
        Text(f"{one.site.name}, run {_clock(run.started_at, began)}: {run.complaints[0]}", style="dim")
        for one in found
        for run in [run for run in one.runs if run.complaints][:2]
    ]
    verdict = [Text(line, style="red") for line in lines] or [Text("All as it should be.", style="green")]
    return Group(table, *complaints, *verdict)


def _clock(at: dt.datetime, began: dt.datetime) -> str:
    seconds = int((at - began).total_seconds())
    return f"{seconds // 60}:{seconds % 60:02}"
