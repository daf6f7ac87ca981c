"""`scrapy crawlall` with real sites, processes and signals."""

import asyncio
import contextlib
import datetime as dt
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crawlers.after_round import RoundDone, after_all
from crawlers.commands.crawlall import LOCKS, _logs, jobs_of
from crawlers.round.processes import Processes
from crawlers.round.results import Result
from pipelines.errors import UsageError
from pipelines.lock import SiteLock
from pipelines.store.folder import FolderStore
from tests.loopback import Answer, Server, serve
from tests.running import ROOT, Done, Place
from tests.test_crawl import HTML, article, feed

SITES = ("-s", "SPIDER_MODULES=tests.round_sites")


@pytest.fixture(scope="module")
def answers() -> dict[str, Answer]:
    found = {"/feed": Answer(body=feed(1, 2, 3))}
    return found | {f"/news/{number}": Answer(body=article(number), headers=HTML) for number in (1, 2, 3)}


@pytest.fixture(scope="module")
def servers(answers: dict[str, Answer]) -> Iterator[list[Server]]:
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(serve(answers)) for _ in range(3)]


def place_in(folder: Path, servers: list[Server]) -> Place:
    hosts = ",".join(server.url.removeprefix("http://") for server in servers)
    return Place(folder, {"ROUND_HOSTS": hosts})


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, servers: list[Server]) -> tuple[Place, Done]:
    """The first round: all sites that need not be named, two at a time."""
    place = place_in(tmp_path_factory.mktemp("round"), servers)
    with place.start("crawlall", "-j", "2", "--json", *SITES) as process:
        # Five processes of some seconds each: minutes on a machine that has other things to do.
        out, err = process.communicate(timeout=270)
    return place, Done(process.returncode, out, err)


def sites_of(done: Done) -> dict[str, dict[str, Any]]:
    return {result["site"]: result for result in json.loads(done.out)["sites"]}


class TestFirstRound:
    def test_each_site_has_its_fate_and_touches_no_other(self, first: tuple[Place, Done]) -> None:
        place, done = first
        fates = {name: (site["fate"], site["code"], site["signal"]) for name, site in sites_of(done).items()}
        assert fates == {
            "dies_kz": ("died", None, "SIGKILL"),
            "failing_kz": ("unhealthy", 1, None),
            "other_uz": ("done", 0, None),
            "well_kz": ("done", 0, None),
        }, done.err
        assert done.code == json.loads(done.out)["exit_code"] == 1
        assert sites_of(done)["well_kz"]["outcomes"] == {"stored": 3}
        assert len(place.rows("articles")) == 6

    def test_what_is_wrong_is_said_and_nothing_else(self, first: tuple[Place, Done]) -> None:
        lines = first[1].err.splitlines()
        assert sorted({text.partition(":")[0] for text in lines}) == ["dies_kz", "failing_kz"], lines
        assert "dies_kz: ended by SIGKILL" in lines
        assert any(re.fullmatch(r"failing_kz: feed http://.*/gone: HTTP 404", text) for text in lines)

    def test_two_at_a_time(self, first: tuple[Place, Done]) -> None:
        moments = []
        for site in sites_of(first[1]).values():
            start = dt.datetime.fromisoformat(site["started_at"])
            moments += [(start, 1), (start + dt.timedelta(seconds=site["seconds"] - 0.1), -1)]
        running = [sum(change for _, change in sorted(moments)[: end + 1]) for end in range(len(moments))]
        assert max(running) == 2

    def test_every_site_has_a_record_the_dead_one_too(self, first: tuple[Place, Done]) -> None:
        keys = [path.name for path in (first[0].store / "runs").rglob("*.json")]
        assert sorted(key.partition("-")[0] for key in keys) == sorted(sites_of(first[1]))

    def test_the_store_is_compacted_once_a_day(self, first: tuple[Place, Done]) -> None:
        place, done = first
        assert [(one["site"], one["fate"]) for one in json.loads(done.out)["after"]] == [("compact", "done")]
        today = f"{dt.datetime.now(dt.UTC):%Y-%m-%d}"
        assert json.loads((place.store / "state" / "compaction.json").read_bytes())["day"] == today

    def test_then_nothing_is_due_and_nothing_is_said(self, first: tuple[Place, Done]) -> None:
        assert first[0].scrapy("crawlall", "--due", *SITES) == Done(0, "", "")

    def test_then_one_is_held_and_one_has_too_little_time(self, first: tuple[Place, Done]) -> None:
        place, _ = first
        ledgers = place.folder / "ledger"
        with SiteLock(ledgers, "well_kz"), SiteLock(ledgers / LOCKS, "other_uz"):
            done = place.scrapy("crawlall", "well_kz", "other_uz", "late_kz", "--logs", "-", *SITES)
        lines = {text.partition(";")[0].split(maxsplit=1)[-1] for text in done.out.splitlines()}
        assert lines == {"well_kz running elsewhere", "running elsewhere", "late_kz time limit (SIGTERM)"}
        assert (done.code, "compact" in done.out) == (5, False)
        assert f"scrapy crawl: well_kz is held by another run (process {os.getpid()} on " in done.err

    def test_wrong_use_is_one_line(self, first: tuple[Place, Done]) -> None:
        done = first[0].scrapy("crawlall", "anysite", *SITES)
        assert (done.code, done.out) == (2, "")
        assert done.err == "scrapy crawlall: no site 'anysite'; `scrapy list` shows the sites\n"


@pytest.mark.parametrize("text", ["0", "65", "x", "", "-1", "2.5", "99999"])
def test_a_wrong_number_of_jobs(text: str) -> None:
    with pytest.raises(UsageError, match="write a whole number from 1 to 64"):
        jobs_of(text)


def test_logs_go_to_a_folder_that_can_be_made(tmp_path: Path) -> None:
    assert (_logs(None), _logs("-"), _logs(str(tmp_path / "a" / "b"))) == (None, "-", tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    tmp_path.joinpath("file").write_text("")
    with pytest.raises(UsageError, match=r"--logs .*/file: "):
        _logs(str(tmp_path / "file"))


def wait_for(condition: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def processes_of(place: Place) -> list[int]:
    """Processes that work in this place's folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if f"NEWS_LEDGER_DIR={place.folder / 'ledger'}".encode() in path.read_bytes().split(b"\0"):
                found.append(int(path.parent.name))
    return found


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[tuple[Place, Server]]:
    """A site whose second page takes seconds."""
    answers = {"/feed": Answer(body=feed(1, 2)), "/news/1": Answer(body=article(1), headers=HTML)}
    answers["/news/2"] = Answer(body=article(2), headers=HTML, drip_seconds=4)
    with serve(answers) as server:
        yield place_in(tmp_path, [server, server, server]), server


def is_asked(server: Server) -> bool:
    return "/news/2" in [path for path, _ in server.seen]


def test_a_signal_ends_all_in_good_order_and_the_table_says_so(slow: tuple[Place, Server]) -> None:
    place, server = slow
    command = [sys.executable, "-m", "scrapy", "crawlall", "well_kz", "twin_kz", *SITES]
    parent, child = pty.openpty()
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=place.variables(TERM="xterm"),
        stdin=child,
        stdout=child,
        stderr=child,
        start_new_session=True,
    ) as process:
        os.close(child)
        shown, signalled = b"", False
        # Reading a terminal whose other end was closed is an error, not an end.
        with contextlib.suppress(OSError):
            while chunk := os.read(parent, 65536):
                shown += chunk
                if not signalled and is_asked(server):
                    process.send_signal(signal.SIGTERM)
                    signalled = True
    os.close(parent)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())
    assert process.returncode == 5, text
    assert processes_of(place) == []
    # The twin waits: both ask one host.
    assert re.search(r"twin_kz +running", text) or re.search(r"well_kz +running", text)
    assert re.search(r"(well|twin)_kz +waiting", text)
    assert re.search(r"(well|twin)_kz +not started", text)
    assert re.search(r"(well|twin)_kz +stopped +\d +stored \d", text), text[-2000:]
    assert len(place.rows("articles")) >= 1


def test_nothing_outlives_a_round_that_is_killed(slow: tuple[Place, Server]) -> None:
    place, server = slow
    with place.start("crawlall", "well_kz", *SITES) as process:
        wait_for(lambda: is_asked(server))
        # The round, a crawl, its worker.
        wait_for(lambda: len(processes_of(place)) >= 3)
        process.kill()
    wait_for(lambda: not processes_of(place))
    assert processes_of(place) == []


def test_a_compaction_that_fails_is_told_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    objects = FolderStore(tmp_path)
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "settings.test")
    done = RoundDone(store_url=f"file:{tmp_path}", objects=objects, metrics="")
    crawled = [Result(site="well_kz", fate="done", started_at=dt.datetime.now(dt.UTC))]
    processes = Processes(("-s", "NEWS_STORE_URL=nonsense"))
    (result,) = asyncio.run(after_all(done, crawled, processes))
    assert (result.site, result.fate) == ("compact", "wrong use")
    assert "NEWS_STORE_URL: 'nonsense'" in result.complaints[0]
    assert json.loads(objects.get("state/compaction.json") or b"")["day"] == ""
    # A round that crawled nothing does not try.
    assert asyncio.run(after_all(done, [Result(site="well_kz", fate="running elsewhere")], processes)) == []
