"""robots.txt across runs: a copy of a day bridges what cannot be read, and its delay is kept."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest

from crawlers.host_memory import ROBOTS_AGE, HostMemory
from crawlers.middlewares.robots import MAX_BYTES, MAX_CRAWL_DELAY, crawl_delay, parse_rules
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


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_copy_of_an_earlier_run_holds_for_a_day(case: str, tmp_path: Path) -> None:
    with scripted({**PAGES, "/robots.txt": [Answer(body=RULES), UNREADABLE[case]]}) as (script, server):
        address = f"{server.url}/robots.txt"
        assert outcomes(server, tmp_path) == OBEYED
        assert outcomes(server, tmp_path) == OBEYED
        # The same a day later: the copy is as if it was read before.
        now = dt.datetime.now(dt.UTC)
        memory(tmp_path).keep_robots(address, RULES, now - ROBOTS_AGE + dt.timedelta(minutes=5))
        if case == "503":
            assert outcomes(server, tmp_path) == OBEYED
        memory(tmp_path).keep_robots(address, RULES, now - ROBOTS_AGE - dt.timedelta(minutes=5))
        before = len(script.asked)
        assert outcomes(server, tmp_path) == NOTHING
        assert {path for path, _ in script.asked[before:]} == {"/robots.txt"}


def test_without_a_copy_nothing_is_requested_and_a_later_run_asks_again(tmp_path: Path) -> None:
    with scripted({**PAGES, "/robots.txt": [Answer(status=503), Answer(body=RULES)]}) as (script, server):
        assert outcomes(server, tmp_path) == NOTHING
        assert script.paths() == ["/robots.txt"]
        assert outcomes(server, tmp_path) == OBEYED


def test_a_file_that_is_gone_leaves_no_copy(tmp_path: Path) -> None:
    turns = [Answer(body=RULES), Answer(status=404), Answer(status=503)]
    with scripted({**PAGES, "/robots.txt": turns}) as (_, server):
        assert outcomes(server, tmp_path) == OBEYED
        assert outcomes(server, tmp_path) == dict.fromkeys(PAGES)
        assert outcomes(server, tmp_path) == NOTHING


def test_a_copy_is_told(tmp_path: Path) -> None:
    with scripted({**PAGES, "/robots.txt": Answer(status=503)}) as (_, server):
        address = f"{server.url}/robots.txt"
        memory(tmp_path).keep_robots(address, RULES, dt.datetime.now(dt.UTC))
        results = crawl([f"{server.url}/public"], settings={"NEWS_LEDGER_DIR": str(tmp_path)})
    log = results[""]["log"]
    assert log.count(f"{address} could not be read (HTTP 503): the copy of ") == 1
    assert "nothing of this host" not in log


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("Crawl-delay: 2", 2.0),
        ("Crawl-delay: 0.5", 0.5),
        ("Crawl-delay: 86400", MAX_CRAWL_DELAY),
        ("Crawl-delay: 100000", MAX_CRAWL_DELAY),
        ("Crawl-delay: inf", MAX_CRAWL_DELAY),
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
    assert all(after - before >= 1.95 for before, after in zip(times, times[1:], strict=False))


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
