"""`scrapy check-sites` on sites that are served on loopback, and on the sample paper."""

import contextlib
import dataclasses
import datetime as dt
import itertools
import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawlers.catalogue.checked import Verdict, read_checked
from crawlers.commands.crawlall import LOCKS
from crawlers.saved_pages import read_page, read_sources, save_source
from crawlers.site_check.judge import judge
from crawlers.site_check.keep import keep
from crawlers.site_check.look import Seen, SeenPage, SeenSource, _likeliest
from pipelines.article import Failed, Failure, Page, Reason, Rejected
from pipelines.lock import SiteLock
from pipelines.process import to_article
from pipelines.store.tombstones import Tombstones
from pipelines.urls import article_id
from pipelines.workers import ExtractionPool
from sample_paper.server import SamplePaper
from tests.checked_answers import article, feed, hosts, run_here, served
from tests.checked_sites.sites import Well
from tests.loopback import Server
from tests.running import ROOT, Done, Place

All = tuple[Place, Done, dict[str, Verdict]]
NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)
SOURCE = SeenSource(kind="feed", url="http://x.kz/feed")
SITES = ("-s", "SPIDER_MODULES=tests.checked_sites")


def checked(folder: Path) -> dict[str, Verdict]:
    return read_checked(folder / "crawlers" / "catalogue" / "checked.json")


@pytest.fixture(scope="module")
def servers() -> Iterator[dict[str, Server]]:
    with served() as found:
        yield found


@pytest.fixture(scope="module")
def all_sites(tmp_path_factory: pytest.TempPathFactory, servers: dict[str, Server]) -> All:
    """All sites that need not be named, at once."""
    place = Place(tmp_path_factory.mktemp("check"), {"CHECKED_HOSTS": hosts(servers)})
    done = place.scrapy("check-sites", "-j", "16", "--into", str(place.folder), *SITES)
    return place, done, checked(place.folder)


@pytest.fixture
def place(tmp_path: Path, servers: dict[str, Server]) -> Place:
    return Place(tmp_path, {"CHECKED_HOSTS": hosts(servers)})


VERDICTS = {
    "well_kz": ("works", "allows", 3, ""),
    "twin_kz": ("works", "allows", 3, ""),
    "index_kz": ("works", "allows", 3, ""),
    "html_kz": ("partly", "allows", 3, "an HTML page instead of a feed: feed http://HOST/feed"),
    "forbidden_kz": (
        "fails",
        "forbids",
        0,
        "refused: robots.txt forbids it: feed http://HOST/feed and 1 more",
    ),
    "refused_kz": ("fails", "allows", 0, "refused: HTTP 403: feed http://HOST/feed"),
    "guarded_kz": ("fails", "allows", 0, "refused: HTTP 403: 3 of 3 articles, as http://HOST/news/1"),
    "language_uz": (
        "partly",
        "allows",
        0,
        "language en instead of uz: 3 of 3 articles, as http://HOST/news/1",
    ),
    "undated_kz": ("partly", "allows", 0, "no date: 3 of 3 articles, as http://HOST/news/1"),
    "dated_kz": ("works", "allows", 3, ""),
    "paced_kz": ("fails", "allows", 0, "not done within 4 s"),
    "foreign_kz": ("fails", "allows", 0, "2 addresses, none of an article: feed http://HOST/feed"),
}


class TestVerdicts:
    @pytest.mark.parametrize("site", VERDICTS)
    def test_each_site_has_its_own(self, site: str, all_sites: All, servers: dict[str, Server]) -> None:
        _, done, verdicts = all_sites
        word, robots, complete, reason = VERDICTS[site]
        name = {"twin_kz": "well"}.get(site, site.rpartition("_")[0])
        reason = reason.replace("http://HOST", servers[name].url)
        found = verdicts[site]
        assert (found.verdict, found.robots, found.complete, found.reason) == (
            word,
            robots,
            complete,
            reason,
        ), done.err

    def test_a_host_that_does_not_answer(self, all_sites: All) -> None:
        found = all_sites[2]["unreachable_kz"]
        assert (found.verdict, found.robots, found.pages) == ("fails", "unreadable", 0)
        assert found.reason.startswith("http://127.0.0.1:1/robots.txt could not be read (")

    def test_those_that_must_be_named_are_left_out(self, all_sites: All) -> None:
        assert sorted(all_sites[2]) == sorted([*VERDICTS, "unreachable_kz"])

    def test_sources_are_counted(self, all_sites: All) -> None:
        counts = {
            site: [(source.kind, source.result, source.articles) for source in all_sites[2][site].sources]
            for site in ("well_kz", "html_kz", "index_kz", "forbidden_kz")
        }
        assert counts == {
            "well_kz": [("feed", "read", 4), ("section", "read", 2)],
            "html_kz": [("feed", "html", 0), ("section", "read", 3)],
            "index_kz": [("sitemap", "read", 3)],
            "forbidden_kz": [("feed", "robots", 0), ("sitemap", "robots", 0)],
        }


class TestManners:
    def test_each_source_is_asked_for_once_and_three_articles(
        self, all_sites: All, servers: dict[str, Server]
    ) -> None:
        assert all_sites
        paths = servers["html"].paths()
        assert sorted(paths) == ["/feed", "/list", "/news/1", "/news/2", "/news/3", "/robots.txt"]
        # The newest of each source in turn.
        asked = [path for path in servers["well"].paths() if path.startswith("/news")]
        assert asked == ["/news/1", "/news/2", "/news/5"]

    def test_of_an_index_the_first_and_the_last_part(
        self, all_sites: All, servers: dict[str, Server]
    ) -> None:
        assert all_sites
        parts = [path for path in servers["index"].paths() if path.startswith("/part")]
        assert parts == ["/part-1.xml", "/part-3.xml"]

    def test_of_parts_by_month_the_newest(self) -> None:
        months = ["2025-12", "2026-11", "2026-10", "2024-01"]
        urls = [f"http://127.0.0.1:1/sitemap-{month}.xml" for month in months]
        body = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
        body = f"<sitemapindex>{body}</sitemapindex>"
        address = Well.feed_urls[0]
        saved = save_source(Well, "sitemap", address, body.encode(), file="", content_type=None, read_at=NOW)
        index = SeenSource(kind="sitemap", url=address, saved=saved, body=body.encode())
        assert _likeliest(Well, index, saved.parts) == [urls[1], urls[2]]

    def test_what_robots_forbids_is_not_asked_for(self, all_sites: All, servers: dict[str, Server]) -> None:
        assert all_sites
        assert servers["forbidden"].paths() == ["/robots.txt"]

    def test_it_says_who_asks(self, all_sites: All, servers: dict[str, Server]) -> None:
        assert all_sites
        agents = {headers["User-Agent"] for server in servers.values() for _, headers in server.seen}
        assert len(agents) == 1
        assert "Steppewire/" in (agent := agents.pop())
        assert "+tests@example.org" in agent

    def test_a_host_is_asked_for_one_site_at_a_time(self, all_sites: All, servers: dict[str, Server]) -> None:
        assert all_sites
        own = [path.startswith("/twin") for path in servers["well"].paths() if path != "/robots.txt"]
        changes = sum(one != other for one, other in itertools.pairwise(own))
        assert changes == 1, own

    def test_nothing_goes_into_the_store_or_a_ledger(self, all_sites: All) -> None:
        place = all_sites[0]
        assert not place.store.exists()
        assert {path.name for path in (place.folder / "ledger").iterdir()} <= {"_hosts", LOCKS}
        assert not (place.folder / "tests").exists(), "no terminal, no --save"


class TestOutput:
    def test_a_table_of_80_columns_and_the_reasons(self, all_sites: All) -> None:
        out = all_sites[1].out
        assert all_sites[1].code == 1
        assert all_sites[1].err == ""
        rows = [line.split() for line in out.splitlines()]
        assert ["well_kz", "works", "allows", "feed", "4,", "section", "2", "3", "of", "3"] in rows
        assert "foreign_kz: 2 addresses, none of an article" in out
        assert "4 work, 3 partly, 6 fail; checked on 20" in out

    def test_an_older_verdict_is_replaced_and_others_stay(self, all_sites: All) -> None:
        place, _, before = all_sites
        time.sleep(1)
        done = place.scrapy("check-sites", "--country", "uz", "--into", str(place.folder), *SITES)
        after = checked(place.folder)
        assert done.code == 1
        assert {name for name in before if before[name] != after[name]} == {"language_uz"}
        assert after["language_uz"].checked_at > before["language_uz"].checked_at


class TestJudge:
    """What no server here answers."""

    @pytest.mark.parametrize(
        ("why", "reason"),
        [
            (
                Rejected(Reason.OFFSITE, "led to other.kz, which is another site"),
                "offsite (led to other.kz, ",
            ),
            (Rejected(Reason.CHALLENGE, "asks for a browser"), "refused: challenge (asks for a browser): "),
            (Rejected(Reason.VIDEO, "og:type"), "video (og:type): 1 of 1 articles, as http://x.kz/news/1"),
            (Failed(Failure.NETWORK, "TimeoutError"), "TimeoutError: 1 of 1 articles"),
        ],
    )
    def test_a_page_that_gives_no_article(self, why: Rejected | Failed, reason: str) -> None:
        pages = [SeenPage(url="http://x.kz/news/1", result=why)]
        verdict = judge(Seen(Well, NOW, sources=[SOURCE], pages=pages, found=1))
        assert (verdict.verdict, verdict.robots, verdict.pages, verdict.complete) == ("fails", "allows", 1, 0)
        assert verdict.reason.startswith(reason), verdict.reason
        assert verdict.reason.endswith("; only 1 of 3 articles to look at")

    def test_not_all_reasons_are_told(self) -> None:
        sources = [
            SeenSource(kind="feed", url=f"http://x.kz/{number}", error=f"HTTP {number}")
            for number in range(500, 508)
        ]
        reason = judge(Seen(Well, NOW, sources=sources)).reason
        assert reason.count("HTTP") == 5
        assert reason.endswith("; and 3 more")

    def test_a_look_that_never_began(self) -> None:
        ended = "its host asks to be left alone for now"
        verdict = judge(Seen(Well, NOW, ended=ended))
        assert (verdict.verdict, verdict.robots, verdict.reason) == ("fails", "unreadable", ended)


class TestTime:
    def test_a_site_that_takes_too_long(self, place: Place) -> None:
        done = place.scrapy("check-sites", "slow_kz", "--into", str(place.folder), *SITES)
        found = checked(place.folder)["slow_kz"]
        assert (done.code, found.verdict, found.reason) == (1, "fails", "not done within 1 s")

    def test_an_interrupted_look_is_no_verdict(self, place: Place, servers: dict[str, Server]) -> None:
        servers["slow"].seen.clear()
        process = place.start("check-sites", "endless_kz", "--into", str(place.folder), *SITES)
        with process:
            deadline = time.monotonic() + 60
            while "/feed" not in servers["slow"].paths() and time.monotonic() < deadline:
                time.sleep(0.05)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
        assert process.returncode == 5, err
        assert "endless_kz: not checked: interrupted" in out
        assert checked(place.folder) == {}

    def test_a_host_that_a_round_asks_is_left_to_it(self, place: Place, servers: dict[str, Server]) -> None:
        locks = place.folder / "ledger" / LOCKS
        with SiteLock(locks, f"host-{servers['well'].url.removeprefix('http://')}"):
            done = place.scrapy("check-sites", "well_kz", "--into", str(place.folder), *SITES)
        assert done.code == 1
        assert "well_kz: not checked: a crawl asks its host now" in done.out
        assert checked(place.folder) == {}


class TestSaving:
    def test_pages_and_sources_are_saved_and_not_replaced(self, place: Place) -> None:
        save = ("check-sites", "well_kz", "--save", "--into", str(place.folder), *SITES)
        done = place.scrapy(*save)
        folder = place.folder / "tests" / "sites" / "well_kz"
        assert done.code == 0, done.out + done.err
        names = {path.name for path in folder.iterdir()}
        pages = {f"page{number}.{suffix}" for number in ("", "-2", "-3") for suffix in ("html", "json")}
        assert names == {"links.json", "feed.xml", "section.html", *pages}
        sources = read_sources(folder)
        assert not sources.modelled
        assert [(source.kind, source.file, len(source.links)) for source in sources.sources] == [
            ("feed", "feed.xml", 4),
            ("section", "section.html", 2),
        ]
        page = read_page(folder / "page.json")
        assert not page.modelled
        assert page.expected["title"] == "Trees in district 1"
        assert page.expected["published_local"] == "2026-11-20T09:15+05:00"
        assert page.expected["language"] == "en"
        # A second time nothing is replaced, and nothing piles up.
        by_hand = (folder / "page.json").read_text().replace('"modelled": false', '"modelled": true')
        (folder / "page.json").write_text(by_hand)
        again = place.scrapy(*save)
        assert again.out.count("kept: ") == 2
        assert {path.name for path in folder.iterdir()} == names
        assert (folder / "page.json").read_text() == by_hand
        place.scrapy(*save, "--overwrite")
        assert not read_page(folder / "page.json").modelled

    def test_on_a_terminal_it_is_asked_after_a_look_at_the_articles(self, place: Place) -> None:
        command = [sys.executable, "-m", "scrapy", "check-sites", "twin_kz", "--into", str(place.folder)]
        parent, child = pty.openpty()
        with subprocess.Popen(
            [*command, *SITES],
            cwd=ROOT,
            env=place.variables(TERM="xterm", COLUMNS="80"),
            stdin=child,
            stdout=child,
            stderr=child,
        ) as process:
            os.close(child)
            shown = b""
            # Reading a terminal whose other end was closed is an error, not an end.
            with contextlib.suppress(OSError):
                while chunk := os.read(parent, 65536):
                    shown += chunk
                    if shown.endswith(b"[y/N] "):
                        os.write(parent, b"y\n")
        os.close(parent)
        assert process.returncode == 0, shown
        assert b"Save what 1 site answered into tests/sites?" in shown
        text = shown.decode()
        assert "Trees in district 1" in text, "of a single site, what came is shown"
        assert "2026-11-20T09:15+05:00 · en" in text
        assert (place.folder / "tests" / "sites" / "twin_kz" / "page.json").exists()


class TestKeep:
    """In this process, with a real worker."""

    def test_what_was_taken_down_or_is_too_large_is_left_out(self, tmp_path: Path) -> None:
        urls = [f"http://127.0.0.1:1/news/{number}" for number in (1, 2)]
        pages = [
            Page(url=url, site="well_kz", body=article(1).body, fetched_at=NOW, hints=Well.hints())
            for url in urls
        ]
        feed_body = feed("/news/1", "/news/2").body
        source = save_source(
            Well, "feed", Well.feed_urls[0], feed_body, file="", content_type=None, read_at=NOW
        )
        read = SeenSource(kind="feed", url=source.url, saved=source, body=feed_body)
        large = dataclasses.replace(read, body=feed_body + b" " * 2 * 2**20)
        seen = Seen(Well, NOW, sources=[read, large])
        seen.pages = [SeenPage(url=page.url, result=to_article(page), page=page) for page in pages]
        stones = Tombstones(ids=frozenset({article_id("well_kz", urls[0])}))
        folder = tmp_path / "tests" / "sites" / "well_kz"
        with ExtractionPool(1) as pool:
            told = list(keep(seen, tmp_path, pool, stones, overwrite=False))
            assert told == [
                "left out: feed http://127.0.0.1:1/feed has more than 2 MB",
                f"written: {folder / 'feed.xml'}",
                f"written: {folder / 'links.json'}",
                f"left out: {urls[0]} was taken down (scrapy forget); it is not saved either",
                f"written: {folder / 'page.html'}",
                f"written: {folder / 'page.json'}",
            ]
            assert read_page(folder / "page.json").url == urls[1]
            whole = list(keep(seen, tmp_path, pool, Tombstones(whole_site=True), overwrite=True))
            assert whole == ["left out: it was taken down (scrapy forget)"]


class TestWrongUse:
    """In this process: no request is made, and no reactor is needed."""

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (("wel_kz",), "no site 'wel_kz'; did you mean well_kz?"),
            (("--country", "FR"), "--country FR: no site of it; there are: KZ, UZ"),
            (("well_kz", "--country", "KZ"), "name sites or a country, not both"),
            (("well_kz", "-j", "0"), "-j 0: write a whole number from 1 to 64"),
            (("well_kz", "--overwrite"), "--overwrite goes with --save"),
        ],
    )
    def test_it_is_told_in_a_line(
        self, arguments: tuple[str, ...], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run_here("check-sites", tmp_path, *arguments) == 2
        assert capsys.readouterr() == ("", f"scrapy check-sites: {message}\n")

    def test_a_broken_file_of_verdicts_is_told_before_any_request(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "crawlers" / "catalogue" / "checked.json"
        path.parent.mkdir(parents=True)
        path.write_text('{"well_kz": {"verdict": "perhaps"}}')
        assert run_here("check-sites", tmp_path, "well_kz") == 2
        assert f"{path} cannot be read (KeyError: 'checked_at')" in capsys.readouterr().err


def test_the_sample_paper_works(tmp_path: Path) -> None:
    with SamplePaper(run=1) as paper:
        port = json.dumps(paper.urls["ru"]).rpartition(":")[2].strip('"/')
        done = Place(tmp_path, {"SAMPLE_PAPER_PORT": port}).scrapy(
            "check-sites", "sample_ru_kz", "--into", str(tmp_path), "--save"
        )
    assert done.code == 0, done.out + done.err
    found = checked(tmp_path)["sample_ru_kz"]
    assert (found.verdict, found.complete) == ("works", 3)
    assert all(source.articles for source in found.sources)
