"""What became of each source, in one word of the run's record; and the bounds on what sources lead to."""

import dataclasses
import datetime as dt
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from crawlers.discovery.charset import is_misdeclared
from crawlers.discovery.sitemaps import MAX_LEVELS
from crawlers.quota import HostQuota
from crawlers.sources import STALE_PAGES
from pipelines.report.run_record import RunRecord, SourceReading, SourceResult, load
from pipelines.report.summary import summary
from tests.loopback import Answer, serve
from tests.test_conditional import XML, Site, section, urlset
from tests.test_crawl import HTML, feed

LINK = "<item><link>/news/1</link></item>"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    answers: dict[str, Answer] = {}
    with serve(answers) as server:
        found = Site(tmp_path, answers, server)
        found.names(1)
        yield found


FEEDS = [
    (Answer(body=feed(1)), "read", None),
    (Answer(body=b"<rss><channel><title>x</title></channel></rss>"), "no_links", None),
    (Answer(body=b""), "empty", "empty"),
    (Answer(body=b" \n "), "empty", "empty"),
    (
        Answer(body=b"<!DOCTYPE html><html><body>Maintenance</body></html>", headers=XML),
        "html",
        "an HTML page",
    ),
    (Answer(body=b"<rss><chan"), "broken", "broken XML"),
    (Answer(body=b"<urlset/>"), "other", "a document <urlset>"),
    (Answer(body=b"Not found"), "other", "no XML"),
    (Answer(status=404), "not_found", "HTTP 404"),
    (Answer(status=410), "not_found", "HTTP 410"),
    (Answer(status=403), "refused", "HTTP 403"),
    (Answer(status=503), "server", "HTTP 503"),
    (Answer(hang_up=True), "network", ""),
    (Answer(status=302, headers={"Location": "http://127.0.0.2:9/"}), "refused", "another site"),
    (Answer(body=feed(1), headers={"Content-Encoding": "gzip"}), "network", ""),
    (Answer(body=b"x" * 11_000_000), "too_large", ""),
    (Answer(body=gzip.compress(b" " * 11_000_000), headers={"Content-Encoding": "gzip"}), "too_large", ""),
]
"""An answer of a feed, and what the record says."""


def test_what_a_feed_may_answer(site: Site) -> None:
    """All as parts of one run: each is told apart, and none hides another."""
    for number, (answer, _, _) in enumerate(FEEDS):
        site.answers[f"/feed{number}"] = answer
    urls = ",".join(f"{site.server.url}/feed{number}" for number in range(len(FEEDS)))
    record = site.crawl(site="feeds_kz", code=0, LOOP_FEEDS=urls)
    assert record.complaints == []
    found = {source.url.rpartition("/feed")[2]: source for source in record.sources}
    assert len(record.sources) == len(FEEDS)
    for number, (_, result, error) in enumerate(FEEDS):
        reading = found.get(str(number))
        assert reading is not None, number
        assert reading.result == result, reading
        assert (reading.error is None) == (error is None), reading
        assert (error or "") in (reading.error or ""), reading
    assert site.stored() == ["/news/1"]


def test_the_table_of_a_run_counts_its_sources() -> None:
    begun = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    run = RunRecord(
        run_id="r", site="a_kz", kind="crawl", started_at=begun, finished_at=begun, finish_reason="finished"
    )
    results: tuple[SourceResult, ...] = ("html", "read", "unchanged", "read")
    readings = [SourceReading("https://a.kz/", "feed", result=result) for result in results]
    told = dataclasses.replace(run, sources=readings)
    assert told.source_results == {"read": 2, "unchanged": 1, "html": 1}
    for record, line in ((told, "a_kz: sources: read 2, unchanged 1, html 1"), (run, "")):
        out = Console(file=io.StringIO(), width=140)
        with out.capture() as shown:
            out.print(summary([record]))
        assert line in shown.get()
        assert ("sources:" in shown.get()) == bool(line)


def test_visits_on_schedule_stand_below_the_table_of_a_run() -> None:
    begun = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    told = RunRecord(
        run_id="r",
        site="a_kz",
        kind="crawl",
        started_at=begun,
        finished_at=begun,
        finish_reason="finished",
        outcomes={"stored": 2},
        revisits={"failed": 1, "unchanged": 3},
    )
    out = Console(file=io.StringIO(), width=140)
    with out.capture() as shown:
        out.print(summary([told]))
    assert "stored 2 " in shown.get()
    assert "a_kz: visited again: unchanged 3, failed 1" in shown.get()


def test_the_record_of_an_earlier_version_is_read() -> None:
    begun = dt.datetime(2026, 11, 22, tzinfo=dt.UTC).isoformat()
    old = {
        "run_id": "r",
        "site": "a_kz",
        "kind": "crawl",
        "started_at": begun,
        "finished_at": begun,
        "finish_reason": "finished",
        "sources": [{"url": "https://a.kz/", "kind": "feed", "links": 3, "error": None}],
    }
    assert load(json.dumps(old).encode()).sources == [SourceReading("https://a.kz/", "feed", 3)]


CHARSETS = [
    ("Қазақстан", "utf-8", "utf-8", False),
    ("Қазақстан", "utf-8", "windows-1251", True),
    ("Новости Казахстана и области", "cp1251", "utf-8", True),
    ("Новости Казахстана и области", "cp1251", "windows-1251", False),
    ("news", "ascii", "windows-1251", False),
    ("Қазақстан", "utf-8", None, False),
    ("Қазақстан", "utf-8", "no-such-charset", False),
    ("Қазақстан", "utf-8", "a\0b", False),
]


@pytest.mark.parametrize(("text", "used", "header", "misdeclared"), CHARSETS)
def test_charsets(text: str, used: str, header: str | None, misdeclared: bool) -> None:
    body = f"<rss><channel><title>{text}</title>{LINK}</channel></rss>".encode(used)
    assert is_misdeclared(body, header) == misdeclared
    declaration = (
        f"<?xml version='1.0' encoding='{header}'?>".encode() if header and "\0" not in header else b""
    )
    assert is_misdeclared(declaration + body, None) == misdeclared


def test_a_feed_of_the_wrong_charset_is_read_and_counted(site: Site) -> None:
    body = f"<rss><channel><title>Новости Казахстана и области</title>{LINK}</channel></rss>".encode("cp1251")
    site.answers["/feed"] = Answer(body=body, headers={"Content-Type": "application/rss+xml; charset=utf-8"})
    (reading,) = site.crawl().sources
    assert (reading.result, reading.links, reading.misdeclared) == ("read", 1, True)


# Sitemaps


def test_what_a_sitemap_names_and_is_not_taken_is_counted(site: Site) -> None:
    url = site.server.url
    locs = (f"{url}/news/1", f"{url}/news/1{url}/news/2", "http://other.kz/news/1", f"{url}/sitemap.xml")
    traps = (f"{url}/a/a/a/news/1", f"{url}/2050/01/news/1")
    site.answers["/sitemap.xml"] = Answer(body=urlset("urlset", "url", *locs, *traps), headers=XML)
    record = site.crawl(site="killed_kz")
    reading = next(source for source in record.sources if source.url.endswith("/sitemap.xml"))
    expected = {"glued": 1, "foreign": 1, "itself": 1, "repeating": 1, "calendar": 1}
    assert (reading.links, reading.dropped) == (3, expected)
    assert site.stored() == ["/news/1"]


def test_sitemaps_below_sitemaps_end_and_loops_are_read_once(site: Site) -> None:
    url = site.server.url
    site.answers["/sitemap.xml"] = Answer(
        body=urlset("sitemapindex", "sitemap", f"{url}/level2", f"{url}/sitemap.xml"), headers=XML
    )
    for level in range(2, 12):
        parts = (f"{url}/level{level + 1}", f"{url}/level{max(2, level - 1)}", f"{url}/sitemap.xml")
        site.answers[f"/level{level}"] = Answer(body=urlset("sitemapindex", "sitemap", *parts), headers=XML)
    record = site.crawl(site="killed_kz")
    asked = [path for path in site.server.paths() if "level" in path or "sitemap" in path]
    assert asked == ["/sitemap.xml", *(f"/level{level}" for level in range(2, MAX_LEVELS + 1))]
    last = next(source for source in record.sources if source.url.endswith(f"/level{MAX_LEVELS}"))
    assert last.dropped == {"too_deep": 3}


# Sections


def test_a_walk_to_the_end_ends_where_nothing_is_new(site: Site) -> None:
    """A site that answers any number of a page with the same list."""
    for page in range(1, 40):
        following = f"/city?page={page + 1}"
        path = "/city" if page == 1 else f"/city?page={page}"
        site.answers[path] = Answer(body=section(1, following=following), headers=HTML)
    site.crawl("-a", "backfill=1", site="killed_kz")
    pages = [path for path in site.server.paths() if path.startswith("/city")]
    assert len(pages) == STALE_PAGES + 1


def test_a_calendar_of_sections_is_not_followed(site: Site) -> None:
    site.answers["/city"] = Answer(body=section(1, following="/city/2031/05/"), headers=HTML)
    record = site.crawl("-a", "backfill=1", site="killed_kz")
    assert [path for path in site.server.paths() if path.startswith("/city")] == ["/city"]
    reading = next(source for source in record.sources if source.kind == "section")
    assert reading.dropped == {"calendar": 1}


# Pages


def test_a_quota_is_by_host_and_said_once(caplog: pytest.LogCaptureFixture) -> None:
    quota = HostQuota(2)
    asked = [
        "http://a.kz/1",
        "http://b.kz/1",
        "https://a.kz/2",
        "http://a.kz/3",
        "http://a.kz/4",
        "http://b.kz/2",
    ]
    assert [quota.take(url) for url in asked] == [True, True, True, False, False, True]
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == ["a.kz"]


def test_pages_over_the_quota_wait_for_the_next_run(site: Site) -> None:
    site.names(1, 2, 3)
    record = site.crawl(NEWS_HOST_PAGES="2")
    assert (record.outcomes, record.pending, record.exit_code) == ({"stored": 2}, 1, 0)
    assert site.crawl(NEWS_HOST_PAGES="2").pending == 0
    assert site.stored() == ["/news/1", "/news/2", "/news/3"]
