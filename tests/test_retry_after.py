"""A host that asks to be left alone is, now and in later runs, and nobody else waits for it."""

import contextlib
import datetime as dt
import email.utils
import itertools
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from crawlers.host_memory import REST_AT_MOST, HostMemory
from crawlers.middlewares.retry_after import REFUSALS_AT_MOST, WAIT_AT_MOST, parse_retry_after
from tests.loopback import Answer, crawl
from tests.running import Place
from tests.scripted import refusal, scripted
from tests.test_crawl import HTML, LOOP, article, feed

NOW = dt.datetime(2026, 11, 22, 12, 0, 0, tzinfo=dt.UTC)
CAP = REST_AT_MOST.total_seconds()
PAGE = Answer()


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("2", 2.0),
        (" 120 ", 120.0),
        ("1.5", 1.5),
        ("315360000", CAP),
        ("9" * 15, CAP),
        ("9" * 64, None),
        ("9" * 10_000, None),
        ("0", None),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("١٢", None),
        ("1e9", None),
        ("Sun, 22 Nov 2026 12:01:00 GMT", 60.0),
        ("Sunday, 22-Nov-26 12:01:00 GMT", 60.0),
        ("Sun Nov 22 12:01:00 2026", 60.0),
        ("Sun, 22 Nov 2026 17:01:00 +0500", 60.0),
        ("Sun, 22 Nov 2026 11:00:00 GMT", None),
        ("Mon, 22 Nov 2036 12:00:00 GMT", CAP),
        ("Fri, 31 Dec 9999 23:59:59 -1200", None),
        ("Sun, 99 Nov 2026 12:00:00 GMT", None),
        ("Sun, 22 Nov 2026 12:01:00 +999999", None),
        (", ,", None),
    ],
)
def test_values(value: str, seconds: float | None) -> None:
    assert parse_retry_after(value, NOW) == seconds


def test_a_host_waits_as_long_as_it_asks_for() -> None:
    # All three are under way at once; the one that is refused is not retried in the layer of tests.
    turns = [refusal(429, "2"), PAGE]
    with scripted(dict.fromkeys(("/0", "/1", "/2"), turns)) as (script, server):
        results = crawl([f"{server.url}/{number}" for number in range(3)])
    assert sorted(results[f"{server.url}/{number}"]["status"] for number in range(3)) == [200, 200, 429]
    robots, first, second, _ = (at for _, at in script.asked)
    assert first - robots < 4.5
    assert 2.0 <= second - first < 4.9


@pytest.mark.parametrize(
    ("status", "value", "least", "most"),
    [
        (503, "2", 2.0, 4.9),
        (429, "date", 1.0, 4.9),
        # Nothing that can be used: as long as we think fit, which is 5 s at first.
        (429, "soon", 5.0, 30.0),
        (429, "-3", 5.0, 30.0),
        (429, None, 5.0, 30.0),
        (503, "Mon, 01 Jan 2001 00:00:00 GMT", 5.0, 30.0),
        # Without a word, 503 is of the page as often as of the host: it is asked for again as any error.
        (503, None, 0.0, 4.5),
        (500, "30", 0.0, 4.5),
    ],
)
def test_a_retry_comes_when_it_was_asked_for(
    status: int, value: str | None, least: float, most: float
) -> None:
    if value == "date":
        # The clock of the server is an hour ahead: a date is meant by its own.
        ahead = time.time() + 3600
        headers = {
            "Date": email.utils.formatdate(ahead, usegmt=True),
            "Retry-After": email.utils.formatdate(ahead + 2, usegmt=True),
        }
        first = Answer(status=status, headers=headers)
    else:
        first = refusal(status, value)
    with scripted({"/1": [first, PAGE]}) as (script, server):
        results = crawl([f"{server.url}/1"], settings={"RETRY_TIMES": 2})
    assert results[f"{server.url}/1"]["status"] == 200
    first_at, second_at = script.times("/1")
    assert least <= second_at - first_at < most


def test_another_host_is_not_held_up() -> None:
    turns = [refusal(429, "6"), PAGE]
    with (
        scripted({f"/{n}": turns for n in range(1, 7)}) as (slow, one),
        scripted({f"/{n}": PAGE for n in range(1, 7)}) as (fast, two),
    ):
        # Another name of the same address: a host of its own, in Scrapy's slots too.
        other = two.url.replace("127.0.0.1", "localhost")
        urls = [f"{one.url}/{n}" for n in range(1, 7)] + [f"{other}/{n}" for n in range(1, 7)]
        results = crawl(urls, settings={"CONCURRENT_REQUESTS": 2})
    assert Counter(results[url]["status"] for url in urls) == {200: 11, 429: 1}
    assert len(fast.asked) == len(slow.asked) == 7
    refused, following = (at for _, at in slow.asked[1:3])
    assert fast.asked[-1][1] < following, "the other host waited too"
    assert following - refused >= 6.0


def test_a_refused_host_is_asked_one_at_a_time_for_the_rest_of_the_run() -> None:
    # Each page takes half a second: were two asked for at once, they would come closer together.
    turns = [refusal(429, "1"), Answer(drip_seconds=0.5)]
    paths = [f"/{number}" for number in range(7)]
    with scripted(dict.fromkeys(paths, turns)) as (script, server):
        crawl([server.url + path for path in paths], settings={"CONCURRENT_REQUESTS_PER_DOMAIN": 4})
    assert len(script.asked) == 8
    later = [at for _, at in script.asked[5:]]
    assert all(after - before >= 0.4 for before, after in itertools.pairwise(later))


def test_the_pace_is_halved_and_never_quickened_by_refusals() -> None:
    paths = [f"/{number}" for number in range(5)]
    turns = [refusal(429, "1"), refusal(503, "1"), PAGE]
    with scripted(dict.fromkeys(paths, turns)) as (script, server):
        settings = {"DOWNLOAD_DELAY": 0.3, "AUTOTHROTTLE_ENABLED": True, "AUTOTHROTTLE_START_DELAY": 0.3}
        extensions = {"crawlers.extensions.throttle.Throttle": 300}
        crawl([server.url + path for path in paths], settings={**settings, "EXTENSIONS": extensions})
    third, fourth, fifth = (at for _, at in script.asked[3:])
    assert fourth - third >= 1.15
    assert fifth - fourth >= 1.15


@pytest.mark.parametrize("retry_after", ["0.05", "315360000"])
def test_a_host_that_refuses_all_is_given_up(retry_after: str, tmp_path: Path) -> None:
    """What an answer of ten years, or of no time at all, costs: a bounded number of requests."""
    paths = [f"/{number}" for number in range(REFUSALS_AT_MOST + 5)]
    with scripted(dict.fromkeys(paths, refusal(429, retry_after))) as (script, server):
        results = crawl([server.url + path for path in paths], settings={"NEWS_LEDGER_DIR": str(tmp_path)})
    asked = [path for path in script.paths() if path != "/robots.txt"]
    assert len(asked) == (1 if retry_after == "315360000" else REFUSALS_AT_MOST)
    rest = [results[server.url + path] for path in paths if path not in asked]
    assert {result["error"] for result in rest} == {"HostResting"}
    assert results[""]["log"].count("nothing more of it is requested in this run") == 1
    now = dt.datetime.now(dt.UTC)
    until = HostMemory(tmp_path / "_hosts").rest_until(f"127.0.0.1:{server.port}", now)
    if retry_after == "315360000":
        assert until
        assert REST_AT_MOST - dt.timedelta(minutes=1) < until - now < REST_AT_MOST


def site(*numbers: int) -> dict[str, Answer]:
    """What a site of these articles answers."""
    found = {"/feed": Answer(body=feed(*numbers), headers={"Content-Type": "application/rss+xml"})}
    return found | {f"/news/{number}": Answer(body=article(number), headers=HTML) for number in numbers}


def test_a_run_waits_for_what_an_earlier_one_was_asked_for(tmp_path: Path) -> None:
    with scripted(site(1, 2)) as (script, server):
        host = f"127.0.0.1:{server.port}"
        place = Place(tmp_path, {"LOOP_HOST": host})
        now = dt.datetime.now(dt.UTC)
        until = now + dt.timedelta(seconds=8)
        HostMemory(tmp_path / "ledger" / "_hosts").rest(host, until, now)
        began = time.monotonic()
        done = place.scrapy("crawl", "loop_kz", *LOOP)
    assert done.code == 0, done.err
    assert script.times("/robots.txt")[0] - began >= 7.5
    assert set(place.outcomes().values()) == {"stored"}


def test_a_site_that_asks_for_too_long_is_left_in_seconds_and_by_the_next_run_at_once(
    tmp_path: Path,
) -> None:
    refused = dict.fromkeys(("/news/1", "/news/2", "/news/3"), refusal(429, str(int(WAIT_AT_MOST) + 600)))
    with scripted(site(1, 2, 3) | refused) as (script, server):
        host = f"127.0.0.1:{server.port}"
        place = Place(tmp_path, {"LOOP_HOST": host})
        done = place.scrapy("crawl", "loop_kz", *LOOP)
        assert done.code == 1, done.err
        assert "the run ended early: host_resting" in done.err
        assert Counter(script.paths()) == {"/robots.txt": 1, "/feed": 1, "/news/1": 1}
        assert place.outcomes()["/news/1"] == "failed server"
        # The next run asks for nothing at all, and says so in one line.
        began = time.monotonic()
        done = place.scrapy("crawl", "loop_kz", *LOOP)
        assert done.code == 1, done.err
        assert time.monotonic() - began < 20
        assert len(script.asked) == 3
        lines = [line for line in done.err.splitlines() if "asked to be left alone until" in line]
        assert len(lines) == 1, done.err
        assert "Traceback" not in done.err
    # When the time is over, all of it comes in, the page that failed too.
    for file in (tmp_path / "ledger" / "_hosts").glob("rest-*.json"):
        file.unlink()
    with scripted(site(1, 2, 3)) as (script, again):
        place = Place(tmp_path, {"LOOP_HOST": f"127.0.0.1:{again.port}"})
        assert place.scrapy("crawl", "loop_kz", *LOOP).code == 0


def test_pages_of_a_host_that_rests_wait_without_costing_them_a_try(tmp_path: Path) -> None:
    """The other host's pages are stored; the run says that it did not get to the end."""
    asks = str(int(WAIT_AT_MOST) + 600)
    pages = {f"/news/{number}": Answer(body=article(number), headers=HTML) for number in (4, 5, 6)}
    with contextlib.ExitStack() as stack:
        script, other = stack.enter_context(
            scripted({**pages, "/news/4": [refusal(429, asks), pages["/news/4"]]})
        )
        links = "".join(f"<item><link>{other.url}/news/{number}</link></item>" for number in (4, 5, 6))
        both = Answer(
            body=feed(1, 2).replace(b"</channel>", f"{links}</channel>".encode()),
            headers={"Content-Type": "application/rss+xml"},
        )
        _, server = stack.enter_context(scripted({**site(1, 2), "/feed": both}))
        hosts = {
            "LOOP_HOST": f"127.0.0.1:{server.port}",
            "LOOP_OTHER_HOST": f"127.0.0.1:{other.port}",
        }
        place = Place(tmp_path, hosts)
        for failed in (1, 0, 0):
            done = place.scrapy("crawl", "two_kz", *LOOP)
            assert done.code == 1, done.err
            assert "the run ended early: host_resting" in done.err
            assert ("1 pages failed" in done.err) == bool(failed), done.err
        assert place.outcomes()["/news/1"] == place.outcomes()["/news/2"] == "stored"
        assert script.paths().count("/news/4") == 1
        assert not {"/news/5", "/news/6"} & {*script.paths()}
        (rest,) = (tmp_path / "ledger" / "_hosts").glob("rest-*.json")
        rest.unlink()
        assert place.scrapy("crawl", "two_kz", *LOOP).code == 0
        assert {place.outcomes()[f"/news/{number}"] for number in (5, 6)} == {"stored"}


def test_a_signal_does_not_wait_for_a_host(tmp_path: Path) -> None:
    with scripted(site(1, 2) | {"/news/1": refusal(429, "200"), "/news/2": refusal(429, "200")}) as (
        script,
        server,
    ):
        place = Place(tmp_path, {"LOOP_HOST": f"127.0.0.1:{server.port}"})
        with place.start("crawl", "loop_kz", *LOOP) as process:
            end = time.monotonic() + 60
            while len(script.asked) < 3 and time.monotonic() < end:
                time.sleep(0.1)
            time.sleep(1)
            process.send_signal(signal.SIGINT)
            began = time.monotonic()
            _, err = process.communicate(timeout=100)
        assert process.returncode == 5, err
        assert time.monotonic() - began < 30
        assert len(script.asked) == 3


class TestMemory:
    host = "example.kz"

    def test_what_is_remembered(self, tmp_path: Path) -> None:
        memory = HostMemory(tmp_path / "hosts")
        assert memory.rest_until(self.host, NOW) is None
        memory.rest(self.host, NOW + dt.timedelta(hours=2), NOW)
        memory.rest(self.host, NOW + dt.timedelta(hours=1), NOW)
        again = HostMemory(tmp_path / "hosts")
        assert again.rest_until(self.host, NOW) == NOW + dt.timedelta(hours=2)
        assert again.rest_until(self.host, NOW + dt.timedelta(hours=2)) is None
        assert again.rest_until("other.kz", NOW) is None

    def test_a_clock_that_was_ahead_costs_a_day(self, tmp_path: Path) -> None:
        memory = HostMemory(tmp_path)
        ahead = NOW + dt.timedelta(days=4000)
        memory.rest(self.host, ahead + dt.timedelta(hours=1), ahead)
        assert memory.rest_until(self.host, NOW) == NOW + REST_AT_MOST
        memory.keep_robots("http://example.kz/robots.txt", b"x", ahead)
        assert memory.robots("http://example.kz/robots.txt", NOW) is None

    @pytest.mark.parametrize(
        "damage",
        [
            *(
                b"",
                b"{",
                b"[]",
                b"\xff",
                b"{}",
                b'{"until": 5}',
                b'{"until": "x"}',
                b'{"until": "2027-01-01"}',
            ),
            *(b'{"read_at": "2026-11-22T12:00:00+00:00", "body": "?"}', b"[" * 100_000),
        ],
    )
    def test_a_damaged_file_is_told_and_taken_for_empty(
        self, tmp_path: Path, damage: bytes, caplog: pytest.LogCaptureFixture
    ) -> None:
        memory = HostMemory(tmp_path)
        address = "http://example.kz/robots.txt"
        memory.rest(self.host, NOW + dt.timedelta(hours=2), NOW)
        memory.keep_robots(address, b"User-agent: *", NOW)
        for file in tmp_path.iterdir():
            file.write_bytes(damage)
        assert memory.rest_until(self.host, NOW) is None
        assert memory.robots(address, NOW + dt.timedelta(seconds=1)) is None
        assert caplog.records
        memory.rest(self.host, NOW + dt.timedelta(hours=2), NOW)
        assert memory.rest_until(self.host, NOW) == NOW + dt.timedelta(hours=2)

    def test_a_folder_that_cannot_be_written_is_told(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        (tmp_path / "hosts").write_text("a file")
        memory = HostMemory(tmp_path / "hosts")
        memory.rest(self.host, NOW + dt.timedelta(hours=2), NOW)
        assert "is not remembered" in caplog.text

    def test_names_lead_nowhere(self, tmp_path: Path) -> None:
        memory = HostMemory(tmp_path / "hosts")
        for name in ("../../x", "a\0b", "x" * 10_000, "\ud800"):
            memory.rest(name, NOW + dt.timedelta(hours=1), NOW)
            assert memory.rest_until(name, NOW)
        assert {path.parent for path in tmp_path.rglob("*.json")} == {tmp_path / "hosts"}
