"""A host that fails: full and read-only disks, clocks and zones, workers that die; and one long crawl."""

import asyncio
import contextlib
import datetime as dt
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pipelines import session as session_module
from pipelines.article import ExtractionHints, Failed, Failure
from pipelines.dataset.reader import read_articles
from pipelines.errors import LedgerError, StoreError
from pipelines.ledger.ledger import RETRY_AFTER
from pipelines.lock import SiteLock
from pipelines.session import CrawlSession, SessionOptions
from pipelines.store import lease as lease_module
from pipelines.store.folder import FolderStore
from pipelines.store.lease import Lease
from pipelines.store.store import open_store
from tests.factories import SITE, make_article, make_page, make_visit
from tests.faults import site_of
from tests.loopback import Answer, Server, serve
from tests.running import ROOT, Place
from tests.test_crawl import HTML, LOOP, article, feed
from tests.test_recorder import LATER, Host, rows
from tests.test_workers import children

PAGES = range(1, 9)


@pytest.fixture
def answers() -> dict[str, Answer]:
    return site_of(PAGES)


@pytest.fixture
def server(answers: dict[str, Answer]) -> Iterator[Server]:
    with serve(answers) as server:
        yield server


@pytest.fixture
def loop(server: Server, tmp_path: Path) -> Place:
    return Place(tmp_path, {"LOOP_HOST": server.url.removeprefix("http://")})


# Disks


@contextlib.contextmanager
def small_disk(folder: Path, size: str = "8m") -> Iterator[Path]:
    """A file system of its own at `folder`."""
    folder.mkdir(exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"a file system cannot be mounted here: {mounted.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path, leave: int = 0) -> None:
    """Take all space of a small disk, but for `leave` bytes."""
    free = os.statvfs(folder)
    with contextlib.suppress(OSError), (folder / "filler").open("wb") as file:
        file.write(bytes(max(0, free.f_bavail * free.f_bsize - leave)))


def remount(folder: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(folder)], check=True)


@pytest.mark.parametrize(
    ("what", "fault"),
    [
        ("ledger", "full"),
        ("ledger", "filling"),
        ("ledger", "read-only"),
        ("store", "filling"),
        ("store", "read-only"),
    ],
)
def test_a_disk_that_cannot_be_written_ends_the_run_and_nothing_is_lost(
    loop: Place, what: str, fault: str
) -> None:
    with small_disk(loop.folder / what) as disk:
        assert loop.scrapy("crawl", "loop_kz", *LOOP, "-a", "limit=1").code == 0
        if fault == "read-only":
            remount(disk, "ro")
        else:
            # Room for the beginning, so that it is full in the middle.
            fill(disk, leave=0 if fault == "full" else 24_000)
        done = loop.scrapy("crawl", "loop_kz", *LOOP, "-s", "NEWS_BATCH_PAGES=3")
        assert done.code == 3, done.err
        assert "Traceback" not in done.err, done.err
        assert any(why in done.err for why in ("full", "No space", "Read-only", "readonly")), done.err
        # delta-rs adds the traces of its own threads where a data file could not be written.
        assert "panicked" in done.err or len(done.err.strip().splitlines()) <= 3, done.err
        if fault == "read-only":
            remount(disk, "rw")
        else:
            (disk / "filler").unlink()
        done = loop.scrapy("crawl", "loop_kz", *LOOP)
        assert done.code == 0, done.err
        assert loop.outcomes() == {f"/news/{number}": "stored" for number in PAGES}
        assert len(loop.rows("pages")) == len(loop.rows("articles")) == len(PAGES)


def test_a_full_disk_for_the_log_ends_the_run_and_loses_nothing(loop: Place, tmp_path: Path) -> None:
    with small_disk(tmp_path / "log", "64k") as disk:
        fill(disk)
        command = [sys.executable, "-m", "scrapy", "crawl", "loop_kz", *LOOP, "-L", "INFO"]
        with (disk / "log").open("w") as log:
            code = subprocess.run(
                command, cwd=ROOT, env=loop.variables(), stdout=log, stderr=log, check=False, timeout=120
            ).returncode
    assert code != 0
    assert loop.scrapy("crawl", "loop_kz", *LOOP).code == 0
    assert loop.outcomes() == {f"/news/{number}": "stored" for number in PAGES}


def test_a_disk_that_is_full_is_said_by_each_part(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "1m") as disk:
        store = FolderStore(disk / "store")
        store.replace("a", b"old")
        with SiteLock(disk, "a_kz"):
            pass
        (disk / "a_kz.lock").write_bytes(b"")
        fill(disk)
        with pytest.raises(StoreError, match="No space left"):
            store.replace("a", bytes(100_000))
        assert store.get("a") == b"old"
        with pytest.raises(LedgerError, match="No space left"), SiteLock(disk, "a_kz"):
            pass
        (disk / "filler").unlink()
        with SiteLock(disk, "a_kz"):
            pass


# Clocks


def test_a_clock_that_goes_back_between_two_runs_changes_no_order(tmp_path: Path) -> None:
    store = open_store(f"file:{tmp_path / 'store'}")
    hour = dt.timedelta(hours=1)
    for number, now in enumerate((LATER, LATER - hour, LATER - 2 * hour)):
        host = Host(store, tmp_path / "one")
        host.article(f"n{number}")
        host.recorder.commit(now)
        host.ledger.close()
        if number == 0:
            cursor = read_articles(store.location.url).cursor
    assert [(row["batch"], row["url"][-1]) for row in rows(store)] == [(1, "0"), (2, "1"), (3, "2")]
    since = read_articles(store.location.url, after=cursor)
    assert sorted(row.url[-1] for row in since) == ["1", "2"]


def test_a_clock_that_goes_back_within_a_run_does_not_hold_up_its_batches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shift = dt.timedelta(0)

    class Jumping(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> "Jumping":
            return super().now(tz) + shift

    values = {name: getattr(dt, name) for name in ("timedelta", "UTC", "date", "timezone")}
    monkeypatch.setattr(session_module, "dt", SimpleNamespace(datetime=Jumping, **values))
    monkeypatch.setattr(session_module, "COMMIT_CHECK_SECONDS", 0.1)
    options = SessionOptions(
        site=SITE, hints=ExtractionHints(), store_url=f"file:{tmp_path / 'store'}", ledger_dir=tmp_path,
        run_id="r", user_agent="u", workers=1, batch_pages=100, batch_seconds=1.0,
    )  # fmt: skip

    async def run() -> int:
        nonlocal shift
        session = CrawlSession(options)
        await session.open()
        try:
            await session.record_unfetched(make_visit(), Failed(Failure.NETWORK))
            shift = dt.timedelta(hours=-1)
            end = time.monotonic() + 15
            while not session.counts.batches and time.monotonic() < end:  # noqa: ASYNC110 - it has no event
                await asyncio.sleep(0.1)
            return session.counts.batches
        finally:
            await session.close()

    assert asyncio.run(run()) == 1


def test_the_age_of_a_lease_is_the_stores_whatever_the_hosts_clock_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    objects = FolderStore(tmp_path)
    Lease(objects, SITE, {"ledger": "one", "host": "one", "run_id": "r"}).take()
    for wrong in (time.time() - 86_400, time.time() + 86_400):
        monkeypatch.setattr(time, "time", lambda wrong=wrong: wrong)
        age = objects.age(f"leases/site={SITE}.json")
        assert age is not None
        assert 0 <= age < 60 < lease_module.LEASE_SECONDS


LEAP = dt.datetime(2028, 2, 29, 23, 59, 59, tzinfo=dt.UTC)
# Clocks went an hour ahead in Europe in the night to this day.
DST = dt.datetime(2026, 3, 29, 0, 59, 59, tzinfo=dt.UTC)


@pytest.mark.parametrize("moment", [LEAP, DST])
def test_days_of_other_lengths(tmp_path: Path, moment: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Kyiv")
    time.tzset()
    store = open_store(f"file:{tmp_path / 'store'}")
    host = Host(store, tmp_path / "one")
    url = "https://a.kz/x"
    for attempts, rest in enumerate(RETRY_AFTER, start=1):
        visit = make_visit(url, fetched_at=moment, attempts=attempts)
        host.recorder.unfetched(SITE, visit, Failed(Failure.NETWORK), moment)
        host.recorder.commit(moment)
        assert host.ledger.requeue_failed(SITE, moment + rest - dt.timedelta(seconds=1)) == 0
        assert host.ledger.requeue_failed(SITE, moment + rest) == 1
    visit = make_visit(url, fetched_at=moment)
    seq = host.recorder.fetched(visit, make_page(url, fetched_at=moment))
    host.recorder.judged(seq, SITE, visit, make_article(url, fetched_at=moment), moment)
    host.recorder.commit(moment)
    (row,) = rows(store)
    assert (row["month"], row["fetched_at"]) == (f"{moment:%Y-%m}", moment)
    monkeypatch.undo()
    time.tzset()


RUN_ITSELF = (
    "fetched_at",
    "batched_at",
    "batch_id",
    "run_id",
    "warc_key",
    "warc_offset",
    "warc_length",
    "checksum",
    "rights",
)
"""Columns that differ between two runs; `rights` in when it was seen."""


def dated(number: int) -> bytes:
    """A page whose date has no zone, is the last minutes of a leap day, or has an offset."""
    stamps = ("2024-02-29T23:50:00", "01.03.2024 00:10", "2024-02-29T23:50:00+06:00", "29.02.2024")
    stamp = stamps[number % len(stamps)]
    body = article(number).decode().replace("<h1>", f"<time datetime='{stamp}'>{stamp}</time><h1>")
    return body.encode()


def test_a_hosts_time_zone_changes_no_row(server: Server, answers: dict[str, Answer], tmp_path: Path) -> None:
    answers |= {f"/news/{number}": Answer(body=dated(number), headers=HTML) for number in PAGES}
    items = "".join(
        f"<item><link>/news/{number}</link><pubDate>Fri, 01 Mar 2024 0{number}:30:00</pubDate></item>"
        for number in PAGES
    )
    answers["/feed"] = Answer(body=f"<rss><channel>{items}</channel></rss>".encode())
    found: dict[str, Any] = {}
    for zone in ("UTC", "Asia/Almaty", "America/St_Johns"):
        folder = tmp_path / zone.replace("/", "-")
        place = Place(folder, {"LOOP_HOST": server.url.removeprefix("http://"), "TZ": zone})
        done = place.scrapy("crawl", "loop_kz", *LOOP)
        assert done.code == 0, done.err
        found[zone] = [
            {name: value for name, value in row.items() if name not in RUN_ITSELF}
            for table in ("articles", "pages")
            for row in sorted(place.rows(table), key=lambda row: row["url"])
        ]
    assert len(found["UTC"]) == 2 * len(PAGES)
    assert sum(row.get("published_date") is not None for row in found["UTC"]) == len(PAGES)
    assert found["Asia/Almaty"] == found["UTC"]
    assert found["America/St_Johns"] == found["UTC"]


# Workers


def start_fatal(place: Place, *arguments: str, **more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.fatal_page", "crawl", "loop_kz", *LOOP, *arguments],
        cwd=ROOT,
        env=place.variables(NEWS_WORKERS="2", **more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_page_that_kills_its_worker_costs_no_other_page(loop: Place) -> None:
    with start_fatal(loop) as process:
        _, err = process.communicate(timeout=120)
    assert process.returncode == 1, err
    others = {f"/news/{number}": "stored" for number in PAGES if number != 3}
    assert loop.outcomes() == {"/news/3": "failed crashed", **others}
    # It is kept, and asked for again by a later run: here by one that can read it.
    assert loop.scrapy("crawl", "loop_kz", *LOOP).code == 0
    assert loop.outcomes() == {"/news/3": "stored", **others}
    attempts = sorted(row["attempts"] for row in loop.rows("pages") if row["url"].endswith("/news/3"))
    assert attempts == [1, 2]
    assert len(loop.rows("articles")) == len(PAGES)


def test_no_worker_outlives_a_crawl_that_is_killed(loop: Place, server: Server) -> None:
    with start_fatal(loop, SLOW_PAGE="1") as process:
        end = time.monotonic() + 60
        while "/news/8" not in server.paths() or len(workers := children(process.pid)) < 2:
            assert time.monotonic() < end
            time.sleep(0.1)
        process.kill()
        process.communicate()
    end = time.monotonic() + 15
    while any(Path(f"/proc/{worker}/exe").exists() for worker in workers):
        assert time.monotonic() < end, "a worker lives on"
        time.sleep(0.1)
    assert loop.scrapy("crawl", "loop_kz", *LOOP).code == 0
    assert loop.outcomes() == {f"/news/{number}": "stored" for number in PAGES}


# Long


def test_nothing_grows_in_a_long_crawl(loop: Place, answers: dict[str, Answer], server: Server) -> None:
    """600 pages in batches of 50: open files, threads and temporary files between page 200 and 600.

    Not the threads on which delta-rs reads files: as many as it finds waiting at once, ended after 10 seconds
    without work (tokio's blocking threads), so that their number says how slow the disk is.
    """
    numbers = range(1, 601)
    answers["/feed"] = Answer(body=feed(*numbers))
    small = b"<html><head><title>%d</title></head><body><p>Nothing much.</p></body></html>"
    answers |= {f"/news/{number}": Answer(body=small % number, headers=HTML) for number in numbers}
    temporary = loop.folder / "tmp"
    temporary.mkdir()
    seen: dict[int, tuple[int, int, int]] = {}
    with loop.start("crawl", "loop_kz", *LOOP, "-s", "NEWS_BATCH_PAGES=50", TMPDIR=str(temporary)) as process:
        own = Path(f"/proc/{process.pid}")
        while process.poll() is None:
            done = len(server.seen)
            if done > 100:
                with contextlib.suppress(OSError):
                    names = [(thread / "comm").read_text().strip() for thread in (own / "task").iterdir()]
                    threads = sum(name != "tokio-rt-worker" for name in names)
                    files = len(list((own / "fd").iterdir()))
                    seen[done] = (files, threads, len(list(temporary.rglob("*"))))
            time.sleep(0.05)
        _, err = process.communicate()
    assert process.returncode == 0, err
    assert len(loop.rows("pages")) == 600
    early = [values for done, values in seen.items() if 100 < done <= 250]
    late = [values for done, values in seen.items() if done > 450]
    assert early
    assert late
    for kind, slack in enumerate((6, 2, 0)):
        assert max(value[kind] for value in late) <= max(value[kind] for value in early) + slack
