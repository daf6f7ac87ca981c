"""Locks, leases and last runs, as `scrapy doctor` looks at them."""

import datetime as dt
import fcntl
import json
import os
from pathlib import Path

import pytest

from crawlers.doctor import runs
from crawlers.doctor.configuration import DeclaredSite
from pipelines.lock import SiteLock
from pipelines.report.run_record import RunRecord, new_run_id, save
from pipelines.store.folder import FolderStore
from pipelines.store.lease import LEASE_SECONDS, Lease

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


def test_locks(tmp_path: Path) -> None:
    assert runs.check_locks(tmp_path / "none", NOW).seen == "no run on this host holds a site"
    with SiteLock(tmp_path, "a_kz"):
        now = dt.datetime.now(dt.UTC)
        found = runs.check_locks(tmp_path, now)
        assert (found.verdict, found.seen) == ("ok", "1 held by runs of this host: a_kz")
        assert found.details[0].startswith(f"a_kz: process {os.getpid()}, since {now:%Y-%m-%d}")
        found = runs.check_locks(tmp_path, now + dt.timedelta(hours=25))
        assert (found.verdict, "end its process" in found.todo) == ("warning", True)
    # What stands in a free lock's file is old news.
    assert runs.check_locks(tmp_path, NOW).seen == "no run on this host holds a site"
    with (tmp_path / "b_kz.lock").open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert runs.check_locks(tmp_path, NOW).details == ("b_kz: process ?, since ?",)


def test_leases(tmp_path: Path) -> None:
    objects = FolderStore(tmp_path)
    assert runs.check_leases(objects).seen == "no run on any host holds a site"
    one = Lease(objects, "a_kz", {"ledger": "one:/ledger", "host": "one", "run_id": "run1"})
    one.take()
    objects.replace("leases/site=b_kz.json", b"{torn")
    found = runs.check_leases(objects)
    assert (found.verdict, found.seen) == ("ok", "1 held by running crawls")
    assert found.details == ("a_kz: one, run run1, renewed 0 s ago",)
    old = LEASE_SECONDS + 100
    path = tmp_path / "leases" / "site=a_kz.json"
    os.utime(path, (path.stat().st_mtime - old,) * 2)
    found = runs.check_leases(objects)
    assert (found.verdict, found.seen) == ("warning", "1 left by runs that ended without giving them back")
    assert found.details == ("a_kz: one, run run1, renewed 7 minutes ago",)
    one.free()
    assert runs.check_leases(objects).verdict == "ok"


def ran(
    objects: FolderStore, site: str, ago: dt.timedelta, reason: str = "finished", **fields: object
) -> None:
    started = NOW - ago
    record = RunRecord(
        run_id=new_run_id(started, "abc"),
        site=site,
        kind="crawl",
        started_at=started,
        finished_at=started + dt.timedelta(minutes=5),
        finish_reason=reason,
        **fields,  # type: ignore[arg-type]
    )
    save(objects, record)


def hours(count: float) -> dt.timedelta:
    return dt.timedelta(hours=count)


SITES = [
    DeclaredSite("hourly_kz", ("h.kz",), interval=hours(1)),
    DeclaredSite("daily_kz", ("d.kz",)),
    DeclaredSite("never_kz", ("n.kz",)),
]


def test_runs(tmp_path: Path) -> None:
    objects = FolderStore(tmp_path)
    found = runs.check_runs(objects, SITES, NOW)
    assert (found.verdict, found.seen) == ("ok", "none in the last 30 days")
    ran(objects, "hourly_kz", hours(90), outcomes={"failed": 3})
    ran(objects, "hourly_kz", hours(1.5))
    ran(objects, "daily_kz", hours(30), "shutdown")
    found = runs.check_runs(objects, SITES, NOW)
    assert (found.verdict, found.seen) == ("ok", "2 ran in the last 30 days, 1 declared ones never did")
    assert found.details == (
        "daily_kz: 30 hours ago, exit code 5",
        "hourly_kz: 90 minutes ago, exit code 0, every 60 minutes",
    )


@pytest.mark.parametrize(
    ("site", "ago", "reason", "outcomes", "says"),
    [
        (
            "hourly_kz",
            hours(2.5),
            "finished",
            {},
            "hourly_kz: 2 hours ago, exit code 0, every 60 minutes; late: is",
        ),
        (
            "daily_kz",
            hours(49),
            "finished",
            {},
            "daily_kz: 2 days ago, exit code 0; late: is its schedule on?",
        ),
        (
            "daily_kz",
            hours(1),
            "finished",
            {"failed": 3},
            "daily_kz: 60 minutes ago, exit code 1; 3 pages failed;",
        ),
        (
            "daily_kz",
            hours(1),
            "memusage_exceeded",
            {},
            "daily_kz: 60 minutes ago, exit code 1; the run ended early",
        ),
        ("a_kz", hours(90), "finished", {}, ""),
    ],
)
def test_a_run_that_wants_a_look(
    tmp_path: Path, site: str, ago: dt.timedelta, reason: str, outcomes: dict[str, int], says: str
) -> None:
    objects = FolderStore(tmp_path)
    ran(objects, site, ago, reason, outcomes=outcomes)
    ran(objects, "other_kz", hours(2))
    found = runs.check_runs(objects, SITES, NOW)
    assert found.verdict == ("warning" if says else "ok"), "an undeclared site is never late"
    assert found.details[0].startswith(says), found.details


def test_a_record_that_nobody_can_read(tmp_path: Path) -> None:
    objects = FolderStore(tmp_path)
    for number, data in enumerate((b"{torn", b"[]", json.dumps({"site": 1}).encode())):
        objects.replace(f"runs/{NOW:%Y-%m-%d}/s{number}_kz-20261122T100000Z-abc.json", data)
    found = runs.check_runs(objects, [], NOW)
    assert found.verdict == "warning"
    assert len([line for line in found.details if "cannot be read; scrapy verify says more" in line]) == 3
