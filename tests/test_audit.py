"""`scrapy audit`: what became of what a site announced, from store, ledger and the sources as they are."""

import contextlib
import csv
import datetime as dt
import io
import json
import re
import sqlite3
from collections.abc import Iterator
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from crawlers.arguments import Arguments
from crawlers.audit import shown
from crawlers.audit.fates import Announced, Evidence, Row, Stored, audit
from crawlers.audit.named import Named, WatchedSelection
from crawlers.discovery.links import Link
from crawlers.sources import UNDATED_SITEMAP
from pipelines.errors import LedgerError
from pipelines.ledger.ledger import Ledger
from pipelines.ledger.looking import Address, addresses
from pipelines.ledger.rows import Candidate
from pipelines.lock import SiteLock
from sample_paper import truth
from sample_paper.server import SamplePaper
from tests.loopback import Answer, Server, serve
from tests.running import Place, path_of

LOOP = ("-s", "SPIDER_MODULES=tests.spiders")
SITE = "watched_kz"
NOW = dt.datetime.now(dt.UTC)
YESTERDAY = NOW.date() - dt.timedelta(days=1)
HTML = {"Content-Type": "text/html; charset=utf-8"}


def story(number: int, *more: str) -> bytes:
    sentences = [
        f"In story {number} the surveyor of quarter {number * day} measured {number + day} wells."
        for day in range(1, 25)
    ]
    text = " ".join([*sentences, *more])
    return (
        f"<html><head><title>Wells of quarter {number}</title></head><body><article>"
        f"<h1>Wells of quarter {number}</h1><p>{text}</p></article></body></html>"
    ).encode()


def feed(*urls: str) -> Answer:
    day = format_datetime(NOW - dt.timedelta(hours=5))
    items = "".join(f"<item><link>{url}</link><pubDate>{day}</pubDate></item>" for url in urls)
    return Answer(body=f"<rss><channel>{items}</channel></rss>".encode())


def sitemap(url: str, modified: dt.datetime) -> Answer:
    entry = f"<url><loc>{url}</loc><lastmod>{modified:%Y-%m-%d}</lastmod></url>"
    return Answer(body=f"<urlset>{entry}</urlset>".encode())


ANNOUNCED = (
    "/news/1",
    "/news/copy",
    "/news/gone",
    "/news/secret",
    "/news/broken",
    "/photo/9",
    "https://other.example/news/7",
    "/news/a/a/a/a",
)


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Place, Server]]:
    """A site after two runs: its pages ended in all ways, and more was announced since."""
    answers = {
        "/robots.txt": Answer(body=b"User-agent: *\nDisallow: /news/secret\n"),
        "/feed": feed(*ANNOUNCED),
        "/list/1": Answer(body=b'<a href="/news/5">5</a> <a href="/about">about</a>', headers=HTML),
        "/news/1": Answer(body=story(1), headers=HTML),
        "/news/copy": Answer(body=story(1, "This was added by the copyist."), headers=HTML),
        "/news/5": Answer(body=story(5), headers=HTML),
        "/news/broken": Answer(status=500),
    }
    with serve(answers) as server:
        host = server.url.removeprefix("http://")
        place = Place(tmp_path_factory.mktemp("audited"), {"LOOP_HOST": host, "COLUMNS": "80"})
        place.scrapy("crawl", SITE, *LOOP)
        answers["/feed"] = feed("/news/late", *ANNOUNCED)
        # What failed comes first.
        place.scrapy("crawl", SITE, *LOOP, "-a", "limit=1")
        # Announced after the last run.
        answers["/feed"] = feed("/news/fresh", "/news/secret/2", "/news/late", *ANNOUNCED)
        answers["/sitemap.xml"] = sitemap(f"{server.url}/news/old", NOW - dt.timedelta(days=30))
        yield place, server


LONG_AGO = str((NOW - dt.timedelta(days=60)).date())


@pytest.fixture(scope="module")
def told(audited: tuple[Place, Server]) -> dict[str, Any]:
    """What an audit of the last 60 days says, and what was asked for and changed by it."""
    place, server = audited
    before, asked = ledger_rows(place), len(server.seen)
    done = place.scrapy("audit", SITE, *LOOP, "--json", "--since", LONG_AGO)
    assert done.code == 0, done.err
    found: dict[str, Any] = json.loads(done.out)
    return {**found, "asked": server.paths()[asked:], "changed": ledger_rows(place) != before}


def ledger_rows(place: Place) -> list[Any]:
    (path,) = place.folder.glob("ledger/*/watched_kz.sqlite3")
    with contextlib.closing(sqlite3.connect(path)) as ledger:
        rows = "SELECT * FROM urls ORDER BY key", "SELECT * FROM sources ORDER BY url"
        return [ledger.execute(query).fetchall() for query in rows]


def fates(told: dict[str, Any]) -> dict[str, str]:
    return {path_of(one["url"]): f"{one['fate']} {one['reason']}".strip() for one in told["articles"]}


KNOWN = {
    "/news/1": "stored",
    "/news/5": "stored",
    "/news/copy": "duplicate near",
    "/news/gone": "rejected gone",
    "/news/secret": "rejected robots",
    "/news/broken": "failed server",
    "/news/late": "pending queued",
}
UNQUEUED = {
    "/photo/9": "unqueued not article_url",
    "/news/7": "unqueued other host",
    "/news/a/a/a/a": "unqueued trap",
    "/news/old": "unqueued archive",
    "/news/fresh": "unqueued new",
    "/news/secret/2": "unqueued robots",
}


class TestCrawled:
    """A site on loopback, crawled twice."""

    def test_each_address_has_its_fate(self, told: dict[str, Any]) -> None:
        assert fates(told) == KNOWN | UNQUEUED
        assert (told["announced"], told["in_dataset"], told["undated"]) == (13, 2, 0)
        assert sum(told["by_fate"].values()) == 13
        assert told["not_known"][-1].startswith("what archives name of days before the last 7")

    def test_it_says_of_what_how_often_and_what_comes_next(self, told: dict[str, Any]) -> None:
        by_path = {path_of(one["url"]): one for one in told["articles"]}
        assert re.fullmatch(r"of http://\S+/news/1, 0\.9\d alike", by_path["/news/copy"]["detail"])
        assert by_path["/news/broken"]["tries"] == 2
        assert by_path["/news/broken"]["detail"].startswith("HTTP 500; again from ")

    def test_sources_alone_are_asked_and_nothing_is_queued(self, told: dict[str, Any]) -> None:
        # A run before it has read robots.txt within the hour.
        assert sorted(told["asked"]) == ["/feed", "/list/1", "/sitemap.xml"]
        assert not told["changed"]
        assert [source["kind"] for source in told["sources"]] == ["feed", "section", "sitemap"]

    def test_a_running_crawl_is_not_disturbed(self, audited: tuple[Place, Server]) -> None:
        place, server = audited
        asked = len(server.seen)
        (path,) = place.folder.glob("ledger/*/watched_kz.sqlite3")
        with SiteLock(place.folder / "ledger", SITE), contextlib.closing(sqlite3.connect(path)) as ledger:
            ledger.execute("BEGIN IMMEDIATE")
            ledger.execute("UPDATE urls SET attempts=9")
            done = place.scrapy("audit", SITE, *LOOP)
            ledger.execute("ROLLBACK")
        assert done.code == 0, done.err
        assert len(server.seen) == asked
        text = done.out
        assert re.search(r"^in the dataset +2 +28\.6 % +stored 2 *$", text, re.MULTILINE), text
        assert f"\n  {server.url}/news/copy\n    of {server.url}/news/1, 0.9" in text
        assert "failed, server: 1, asked for 2 times" in text
        assert "Not known: what its sources name now: watched_kz is held by another run (process " in text

    def test_without_ledger_and_sources_the_store_alone_tells(self, audited: tuple[Place, Server]) -> None:
        place, server = audited
        asked = len(server.seen)
        empty = str(place.folder / "no ledger")
        done = place.scrapy("audit", SITE, *LOOP, "--offline", "--json", NEWS_LEDGER_DIR=empty)
        told = json.loads(done.out)
        assert fates(told) == {path: fate for path, fate in KNOWN.items() if fate != "pending queued"}
        assert told["sources"] is None
        assert any("--offline" in note for note in told["not_known"])
        assert told["not_known"][-1] == f"what waits: there is no ledger of it in {empty}"
        assert len(server.seen) == asked
        assert not Path(empty).exists()

    def test_what_is_wrong_is_told(self, audited: tuple[Place, Server]) -> None:
        place, _ = audited
        wrong = place.scrapy("audit", "watched_kk", *LOOP)
        assert (wrong.code, wrong.out) == (2, "")
        assert "no site 'watched_kk'; did you mean watched_kz?" in wrong.err
        nothing = place.scrapy("audit", SITE, *LOOP, NEWS_STORE_URL=f"file:{place.folder / 'none'}")
        assert nothing.code == 3
        assert "no dataset at file:" in nothing.err


def test_the_sample_paper_is_told_as_its_truth_says(tmp_path: Path) -> None:
    place = Place(tmp_path, {})
    with SamplePaper(run=1) as paper:
        place.environment["SAMPLE_PAPER_PORT"] = paper.urls["ru"].rstrip("/").rpartition(":")[2]
        crawled = place.scrapy("crawl", "sample_ru_kz", "-a", "backfill=1")
        assert crawled.code == 0, crawled.err
        done = place.scrapy("audit", "sample_ru_kz", "--json", "--since", "1990-01-01")
    told = json.loads(done.out)
    found = fates(told)
    expected = {page.path: page for page in truth.expected_outcomes(1) if page.edition == "ru"}
    for path, page in expected.items():
        if page.outcome is not None and not page.twin_of:
            assert found[path] == (
                "stored" if page.outcome == "stored" else f"{page.outcome} {page.reason}"
            ), path
    # A redirect is asked for, and its target is what is stored; all else that a crawl fetched was announced.
    assert set(place.outcomes()) <= set(found)
    assert not [one for one in told["articles"] if one["fate"] in ("pending", "failed", "lost")]


# What no two runs can show


def row(url: str = "https://a.kz/1", outcome: str = "stored", **fields: Any) -> Row:
    values: dict[str, Any] = {
        "reason": None,
        "detail": None,
        "article_id": "id",
        "similarity": None,
        "source": "feed",
        "feed_published": None,
        "attempts": 1,
        "fetched_at": NOW,
    }
    return Row(url=url, outcome=outcome, **values | fields)


def address(state: str, **fields: Any) -> Address:
    values: dict[str, Any] = {
        "key": "a.kz/1",
        "url": "https://a.kz/1",
        "source": "feed",
        "published": None,
        "attempts": 0,
        "next_try": None,
    }
    return Address(state=state, **values | fields)


def of_one(
    *rows: Row,
    waits: Address | None = None,
    named: Named | None = None,
    ledger: bool = True,
    since: dt.date = YESTERDAY,
) -> list[Announced]:
    """The audit of one address."""
    known = {"a.kz/1": waits} if waits else {}
    evidence = Evidence(
        rows={"a.kz/1": rows} if rows else {},
        ledger=known if ledger else None,
        named={"a.kz/1": named} if named else {},
        articles={"id": Stored("https://a.kz/1", None), "old": Stored("https://a.kz/1", dt.date(2013, 2, 7))},
        allowed=lambda _: True,
    )
    return audit(evidence, dt.UTC, since, NOW.date() + dt.timedelta(days=1))


def fate_of(*rows: Row, waits: Address | None = None) -> str:
    (one,) = of_one(*rows, waits=waits)
    return f"{one.fate} {one.reason}: {one.detail}".rstrip(": ")


class TestFates:
    def test_what_came_once_is_in_the_dataset_whatever_came_later(self) -> None:
        gone = row(outcome="rejected", reason="gone", article_id=None)
        assert fate_of(row(), gone) == "stored"
        assert fate_of(row(), row(outcome="revised"), row(outcome="unchanged")) == "revised"
        assert fate_of(row(), row(outcome="unchanged")) == "unchanged"
        assert fate_of(gone, row()) == "stored"

    def test_an_article_that_is_gone_from_its_table_is_told(self) -> None:
        assert fate_of(row(article_id="none")) == (
            "lost no article: the table articles has no none: `scrapy verify` says why"
        )
        assert fate_of(waits=address("done")).startswith("lost no row: ")

    def test_failures_say_what_comes_next(self) -> None:
        failed = row(outcome="failed", reason="server", detail="HTTP 502")
        later = address("failed", next_try=dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC))
        assert fate_of(failed, waits=later) == "failed server: HTTP 502; again from 2026-11-24 09:30 UTC"
        assert fate_of(failed, waits=address("failed")) == "failed server: HTTP 502; given up"
        assert fate_of(failed, waits=address("queued")) == "failed server: HTTP 502; the next run asks again"

    def test_what_is_on_its_way_is_pending(self) -> None:
        assert fate_of(waits=address("spooled")) == "pending being stored: the next run brings it in"

    @pytest.mark.parametrize("source", ["url", "warc", "revisit", None])
    def test_what_nobody_announced_is_not_counted(self, source: str | None) -> None:
        assert of_one(row(source=source)) == []

    def test_a_day_is_what_the_source_says_else_the_article_else_the_first_fetch(self) -> None:
        old = NOW - dt.timedelta(days=40)
        assert of_one(row(article_id="old")) == []
        assert len(of_one(row(article_id="old", feed_published=NOW))) == 1
        assert of_one(row(feed_published=old)) == []
        assert of_one(row(fetched_at=old), row(outcome="unchanged", source="revisit")) == []
        assert len(of_one(row(feed_published=old), since=old.date())) == 1
        (undated,) = of_one(waits=address("queued"))
        assert undated.day is None

    def test_without_a_ledger_nobody_knows_what_was_queued(self) -> None:
        named = Named("a.kz/1", "https://a.kz/1", "feed", NOW)
        assert [one.reason for one in of_one(named=named, ledger=False)] == ["not known"]
        assert [one.reason for one in of_one(named=named)] == ["new"]


def selection() -> WatchedSelection:
    return WatchedSelection(
        hosts=("a.kz",), article_url=r"/news/", zone=dt.UTC, arguments=Arguments(), now=NOW
    )


def link(path: str, days: int | None = None) -> Link:
    moment = None if days is None else NOW - dt.timedelta(days=days)
    return Link(f"https://a.kz{path}", "sitemap", modified=moment)


class TestWatchedSelection:
    """It takes what a run takes, and says why it leaves the rest."""

    def test_a_sitemap_s_archive_is_left(self) -> None:
        watched = selection()
        taken = watched.of_sitemap([link("/news/1", 2), link("/news/2", 9), link("/about", 9)])
        assert [candidate.url for candidate in taken] == ["https://a.kz/news/1"]
        rules = {path_of(named.url): named.rule for named in watched.seen}
        assert rules == {"/news/1": None, "/news/2": "archive", "/about": "not article_url"}

    def test_a_long_sitemap_without_dates_is_an_archive(self) -> None:
        links = [link(f"/news/{number}") for number in range(UNDATED_SITEMAP + 1)]
        watched = selection()
        assert watched.of_sitemap(links) == []
        assert {named.rule for named in watched.seen} == {"undated sitemap"}
        watched = selection()
        assert len(watched.of_sitemap(links[1:])) == UNDATED_SITEMAP
        assert {named.rule for named in watched.seen} == {None}

    def test_a_shared_day_dates_nothing(self) -> None:
        watched = selection()
        watched.of_sitemap([link("/news/1", 1)], shared=True)
        assert [(named.rule, named.moment) for named in watched.seen] == [(None, None)]
        watched = selection()
        watched.of_sitemap([link("/news/1", 9)], shared=True)
        assert [named.rule for named in watched.seen] == ["archive"]


class TestShown:
    AUDIT = shown.Audit(
        site="a_kz",
        timezone="Asia/Almaty",
        since=NOW.date(),
        until=NOW.date(),
        announced=[
            Announced(
                url=f"https://a.kz/{number}",
                source="feed",
                day=None,
                fate="rejected",
                reason="gone",
                detail="=HYPERLINK()\x1b[31m",
            )
            for number in range(5)
        ],
        sources=None,
        notes=[],
    )

    def lines(self, *, everything: bool) -> str:
        console = Console(width=80, color_system=None)
        with console.capture() as capture:
            for part in shown.terminal(self.AUDIT, everything=everything):
                console.print(part)
        return capture.get()

    def test_examples_are_few_unless_all_are_asked_for(self) -> None:
        assert self.lines(everything=False).count("https://a.kz/") == shown.EXAMPLES
        assert "and 2 more (--all)" in self.lines(everything=False)
        assert self.lines(everything=True).count("https://a.kz/") == 5

    def test_words_of_a_site_are_no_control_codes_and_no_formulas(self) -> None:
        assert "\x1b" not in self.lines(everything=True)
        out = io.StringIO()
        shown.write_csv(self.AUDIT, out)
        rows = list(csv.DictReader(io.StringIO(out.getvalue())))
        assert len(rows) == 5
        assert rows[0]["detail"].startswith("'=")
        assert rows[0]["day"] == ""


class TestLedgerFromOutside:
    def test_there_may_be_none(self, tmp_path: Path) -> None:
        assert addresses(tmp_path / "none.sqlite3", "a_kz") is None
        assert list(tmp_path.iterdir()) == []

    def test_a_broken_one_is_told_and_left_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "a_kz.sqlite3"
        path.write_bytes(b"no ledger" * 1000)
        with pytest.raises(LedgerError, match="cannot be read"):
            addresses(path, "a_kz")
        assert list(tmp_path.iterdir()) == [path]

    def test_it_is_read_while_a_run_writes(self, tmp_path: Path) -> None:
        path = tmp_path / "a_kz.sqlite3"
        ledger = Ledger(path)
        ledger.admit("a_kz", [Candidate("a.kz/1", "https://a.kz/1", "feed", NOW)])
        with ledger.transaction() as db:
            db.execute("UPDATE urls SET state='done'")
            (found,) = addresses(path, "a_kz") or []
        assert (found.state, found.published, found.attempts) == ("queued", NOW, 0)
        ledger.close()
