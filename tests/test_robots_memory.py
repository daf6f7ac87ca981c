"""robots.txt across runs: a copy of a day bridges what cannot be read, and its delay is kept."""

import contextlib
import datetime as dt
import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawlers.host_memory import ROBOTS_AGE, HostMemory
from crawlers.middlewares.robots import FRESH, MAX_BYTES, MAX_CRAWL_DELAY, crawl_delay, parse_rules
from settings.environment import AGENT
from tests.loopback import ROOT, Answer, Server, crawl
from tests.scripted import refusal, scripted

RULES = b"User-agent: *\nDisallow: /private\n"
PAGES = {"/public": Answer(), "/private": Answer()}
UNREADABLE = {
    "503": Answer(status=503),
    "500": Answer(status=500),
    "429": refusal(429, "1"),
    "time-out": Answer(drip_seconds=3, body=b""),
    "hang up": Answer(hang_up=True),
    "loop": Answer(status=302, headers={"Location": "/robots.txt"}),
}


def outcomes(server: Server, folder: Path, **settings: object) -> dict[str, str | None]:
    """What a run makes of both pages: the name of an error, or None."""
    urls = [server.url + path for path in PAGES]
    results = crawl(urls, settings={"DOWNLOAD_TIMEOUT": 1.5, "NEWS_LEDGER_DIR": str(folder), **settings})
    return {path: results[server.url + path].get("error") for path in PAGES}


def memory(folder: Path) -> HostMemory:
    return HostMemory(folder / "_hosts")


OBEYED = {"/public": None, "/private": "RobotsForbidden"}
NOTHING = dict.fromkeys(PAGES, "RobotsUnreachable")


AGES = {
    "fresh": dt.timedelta(minutes=5),
    "nearly a day": ROBOTS_AGE - dt.timedelta(minutes=5),
    "over a day": ROBOTS_AGE + dt.timedelta(minutes=5),
    "none": None,
}


@pytest.fixture(scope="module")
def bridged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[tuple[str, str], dict[str, object]]]:
    """What one crawl makes of a server for each unreadable robots.txt and age of its copy."""
    folder = tmp_path_factory.mktemp("ledger")
    with contextlib.ExitStack() as stack:
        servers = {
            (case, age): stack.enter_context(scripted({**PAGES, "/robots.txt": answer}))
            for case, answer in UNREADABLE.items()
            for age in AGES
        }
        now = dt.datetime.now(dt.UTC)
        for (_, age), (_, server) in servers.items():
            if (old := AGES[age]) is not None:
                memory(folder).keep_robots(f"{server.url}/robots.txt", RULES, now - old)
        results = crawl(
            [server.url + path for _, server in servers.values() for path in PAGES],
            settings={"DOWNLOAD_TIMEOUT": 1, "NEWS_LEDGER_DIR": str(folder), "CONCURRENT_REQUESTS": 64},
        )
        yield {
            key: {path: results[server.url + path].get("error") for path in PAGES}
            | {"asked": set(script.paths()), "told": f"{server.url}/robots.txt could not be read"}
            | {"log": results[""]["log"]}
            for key, (script, server) in servers.items()
        }


@pytest.mark.parametrize("age", AGES)
@pytest.mark.parametrize("case", UNREADABLE)
def test_a_copy_holds_for_a_day(
    bridged: dict[tuple[str, str], dict[str, object]], case: str, age: str
) -> None:
    found = bridged[case, age]
    holds = age in ("fresh", "nearly a day")
    assert {path: found[path] for path in PAGES} == (OBEYED if holds else NOTHING)
    if age == "fresh":
        assert found["asked"] == {"/public"}
        return
    assert found["asked"] == ({"/robots.txt", "/public"} if holds else {"/robots.txt"})
    (line,) = [line for line in str(found["log"]).splitlines() if str(found["told"]) in line]
    assert (": the copy of " if holds else ": nothing of this host is requested in this run") in line


def age(folder: Path, server: Server, old: dt.timedelta) -> None:
    """Make the copy of the server's robots.txt so old."""
    kept = memory(folder).robots(f"{server.url}/robots.txt", dt.datetime.now(dt.UTC))
    assert kept is not None
    memory(folder).keep_robots(f"{server.url}/robots.txt", kept[0], dt.datetime.now(dt.UTC) - old)


def test_a_later_run_asks_again_and_keeps_a_copy(tmp_path: Path) -> None:
    turns = [Answer(status=503), Answer(body=RULES), Answer(status=503)]
    with scripted({**PAGES, "/robots.txt": turns}) as (script, server):
        assert outcomes(server, tmp_path) == NOTHING
        assert script.paths() == ["/robots.txt"]
        assert outcomes(server, tmp_path) == OBEYED
        age(tmp_path, server, FRESH + dt.timedelta(minutes=1))
        assert outcomes(server, tmp_path) == OBEYED
        assert script.paths().count("/robots.txt") == 3


def test_a_copy_of_the_last_hour_holds_without_asking(tmp_path: Path) -> None:
    turns = [Answer(body=RULES), Answer(body=b"User-agent: *\nDisallow: /")]
    with scripted({**PAGES, "/robots.txt": turns}) as (script, server):
        assert outcomes(server, tmp_path) == OBEYED
        age(tmp_path, server, FRESH - dt.timedelta(minutes=1))
        assert outcomes(server, tmp_path) == OBEYED
        assert script.paths().count("/robots.txt") == 1
        age(tmp_path, server, FRESH + dt.timedelta(minutes=1))
        assert outcomes(server, tmp_path) == dict.fromkeys(PAGES, "RobotsForbidden")


def test_a_file_that_is_gone_leaves_no_copy(tmp_path: Path) -> None:
    turns = [Answer(body=RULES), Answer(status=404), Answer(status=503)]
    with scripted({**PAGES, "/robots.txt": turns}) as (_, server):
        assert outcomes(server, tmp_path) == OBEYED
        age(tmp_path, server, FRESH + dt.timedelta(minutes=1))
        assert outcomes(server, tmp_path) == dict.fromkeys(PAGES)
        assert outcomes(server, tmp_path) == NOTHING


def test_processes_that_remember_at_once_leave_whole_files(tmp_path: Path) -> None:
    """Runs of several sites share a host: each copy is one of those that were written, never half of two."""
    program = (
        "import datetime as dt, sys; from pathlib import Path; from crawlers.host_memory import HostMemory\n"
        "kept = HostMemory(Path(sys.argv[1]))\n"
        "for _ in range(200): kept.keep_robots('https://a.kz/robots.txt', sys.argv[2].encode() * 50_000, "
        "dt.datetime.now(dt.UTC)); kept.rest('a.kz', dt.datetime.now(dt.UTC) + dt.timedelta(hours=1), "
        "dt.datetime.now(dt.UTC))"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path), letter], cwd=ROOT) for letter in "xy"
    ]
    found = set()
    try:
        while any(writer.poll() is None for writer in writers):
            if kept := HostMemory(tmp_path).robots("https://a.kz/robots.txt", dt.datetime.now(dt.UTC)):
                found.add(kept[0])
    finally:
        for writer in writers:
            writer.wait(timeout=60)
    assert [writer.returncode for writer in writers] == [0, 0]
    assert found == {b"x" * 50_000, b"y" * 50_000}
    assert HostMemory(tmp_path).rest_until("a.kz", dt.datetime.now(dt.UTC))


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("Crawl-delay: 2", 2.0),
        ("Crawl-delay: 0.5", 0.5),
        ("Crawl-delay: 86400", MAX_CRAWL_DELAY),
        ("Crawl-delay: 100000", MAX_CRAWL_DELAY),
        ("Crawl-delay: inf", 0.0),
        ("Crawl-delay: 0", 0.0),
        ("Crawl-delay: -3", 0.0),
        ("Crawl-delay: NaN", 0.0),
        ("Crawl-delay: soon", 0.0),
        ("Crawl-delay:", 0.0),
        ("Disallow: /x", 0.0),
    ],
)
def test_crawl_delay(line: str, seconds: float) -> None:
    assert crawl_delay(parse_rules(f"User-agent: *\n{line}\n".encode(), AGENT), AGENT) == seconds


def test_crawl_delay_of_our_group_counts() -> None:
    body = b"User-agent: *\nCrawl-delay: 9\n\nUser-agent: steppewire\nCrawl-delay: 3\n"
    assert crawl_delay(parse_rules(body, AGENT), AGENT) == 3.0
    assert crawl_delay(None, AGENT) == 0.0


@pytest.mark.parametrize("throttle", [False, True])
def test_crawl_delay_is_kept(throttle: bool, tmp_path: Path) -> None:
    robots = Answer(body=b"User-agent: *\nCrawl-delay: 2\n")
    paths = [f"/{number}" for number in range(3)]
    settings = {
        "NEWS_LEDGER_DIR": str(tmp_path),
        "AUTOTHROTTLE_ENABLED": throttle,
        "AUTOTHROTTLE_START_DELAY": 0.1,
        "EXTENSIONS": {"crawlers.extensions.throttle.Throttle": 300},
    }
    with scripted({"/robots.txt": robots, **dict.fromkeys(paths, Answer())}) as (script, server):
        crawl([server.url + path for path in paths], settings=settings)
    times = [at for _, at in script.asked]
    assert len(times) == 4
    assert all(after - before >= 1.95 for before, after in itertools.pairwise(times))


def test_text_as_the_run_read_it() -> None:
    long = b"User-agent: *\nContent-Signal: ai-train=no\n" + b"#" * MAX_BYTES
    answers = {
        "signal": Answer(body=b"\xef\xbb\xbfUser-agent: *\nContent-Signal: ai-train=no\n"),
        "none": Answer(status=404),
        "unreadable": Answer(status=503),
        "long": Answer(body=long),
    }
    found: dict[str, str] = {}
    for case, answer in answers.items():
        with scripted({"/robots.txt": answer}) as (script, server):
            program = _TEXT.format(url=f"{server.url}/news/1")
            run = subprocess.run(
                [sys.executable, "-c", program],
                cwd=ROOT,
                env={**os.environ, "SCRAPY_SETTINGS_MODULE": "settings.test"},
                capture_output=True,
                text=True,
                timeout=60,
                check=True,
            )
            found[case] = run.stdout
            assert script.paths() == ["/robots.txt"]
    signal = "User-agent: *\nContent-Signal: ai-train=no"
    assert found == {"signal": repr(signal), "none": "''", "unreadable": "None", "long": repr(signal)}


_TEXT = """
import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings
from crawlers.middlewares.robots import RobotsGuard

class Probe(scrapy.Spider):
    name = "probe"

    async def start(self):
        guard = self.crawler.get_downloader_middleware(RobotsGuard)
        print(repr(await guard.text("{url}")), end="")
        assert await guard.text("{url}") == await guard.text("{url}2")
        return
        yield

process = AsyncCrawlerProcess(get_project_settings())
process.crawl(Probe)
process.start()
"""
