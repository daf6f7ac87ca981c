"""Conditional requests: what is asked, what is remembered, and that an answer of 304 loses nothing."""

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapy.http import Response

from crawlers.arguments import Arguments
from crawlers.conditional import condition_headers, is_ordinary, rules_digest, version_of
from pipelines.ledger.ledger import Ledger
from pipelines.ledger.rows import Candidate, Settled
from pipelines.ledger.source_memory import WHOLE_AFTER, WHOLE_EVERY, SourceMemory, SourceVersion
from pipelines.report.run_record import RunRecord, SourceReading, load
from tests.factories import NOW, SITE
from tests.loopback import Answer, Server, serve
from tests.running import Place
from tests.test_crawl import HTML, LOOP, article, feed

URL = "https://a.kz/feed"
RULES = rules_digest(["a.kz"], r"/news/\d+$")
HOUR = dt.timedelta(hours=1)
XML = {"Content-Type": "application/xml"}


def version(etag: str = '"1"', **changes: object) -> SourceVersion:
    values = {"etag": etag, "last_modified": None, "answered_at": URL, "rules": RULES, "read_at": NOW}
    return SourceVersion(**{**values, **changes})  # type: ignore[arg-type]


# What an answer says of its version

MONDAY = "Mon, 16 Nov 2026 08:00:00 GMT"
VERSIONS = [
    ({"ETag": '"a"'}, {"If-None-Match": '"a"'}),
    ({"ETag": 'W/"a-gzip"'}, {"If-None-Match": 'W/"a-gzip"'}),
    ({"Last-Modified": MONDAY}, {"If-Modified-Since": MONDAY}),
    ({"ETag": '"a"', "Last-Modified": MONDAY}, {"If-None-Match": '"a"', "If-Modified-Since": MONDAY}),
    ({}, {}),
    ({"ETag": "a"}, {}),
    ({"ETag": '""'}, {}),
    ({"ETag": '"a" "b"'}, {}),
    ({"ETag": '"жаңалық"'}, {}),
    ({"ETag": f'"{"x" * 257}"'}, {}),
    ({"Last-Modified": "0"}, {}),
    ({"Last-Modified": "Mon, 16 Nov 2026"}, {}),
    ({"Last-Modified": "Thu, 01 Jan 1970 00:00:00 GMT"}, {}),
    ({"Last-Modified": "Fri, 01 Jan 2027 00:00:00 GMT"}, {}),
    ({"ETag": "a", "Last-Modified": MONDAY}, {"If-Modified-Since": MONDAY}),
]


@pytest.mark.parametrize(("headers", "asked"), VERSIONS)
def test_what_is_sent_back(headers: dict[str, str], asked: dict[str, str]) -> None:
    now = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    found = version_of(Response(URL, headers=headers), RULES, now)
    assert condition_headers(found) == asked
    assert (found is None) == (not asked)


@pytest.mark.parametrize(
    ("arguments", "ordinary"),
    [
        (Arguments(), True),
        (Arguments(limit=3), True),
        (Arguments(backfill=True), False),
        (Arguments(since=NOW.date()), False),
        (Arguments(until=NOW.date()), False),
    ],
)
def test_only_a_run_that_takes_all_that_is_new_asks(arguments: Arguments, ordinary: bool) -> None:
    assert is_ordinary(arguments) == ordinary


# What is remembered

ASKED = [
    (version(), RULES, NOW + HOUR, True),
    (version(spared=WHOLE_EVERY - 2), RULES, NOW + HOUR, True),
    (version(spared=WHOLE_EVERY - 1), RULES, NOW + HOUR, False),
    (version(), RULES, NOW + WHOLE_AFTER, False),
    (version(), RULES, NOW - HOUR, False),
    (version(), rules_digest(["a.kz"], r"/articles/\d+$"), NOW + HOUR, False),
    (version(), rules_digest(["a.kz", "b.kz"], r"/news/\d+$"), NOW + HOUR, False),
    (version(lied=True), RULES, NOW + HOUR, False),
]


@pytest.mark.parametrize(("known", "rules", "now", "asked"), ASKED)
def test_when_a_condition_is_enough(known: SourceVersion, rules: str, now: dt.datetime, asked: bool) -> None:
    assert known.may_be_asked(rules, now) == asked


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with contextlib.closing(Ledger(tmp_path / "a_kz.sqlite3")) as found:
        yield found


def candidate(modified: dt.datetime | None = None) -> Candidate:
    return Candidate("a", "https://a.kz/a", "feed", NOW, modified)


def test_a_version_is_kept_over_runs_with_what_it_spared(ledger: Ledger) -> None:
    memory = SourceMemory(ledger)
    assert memory.version(SITE, URL) is None
    memory.remember(SITE, URL, version(), [candidate()], queued=1)
    memory.spare(SITE, URL)
    memory.spare(SITE, URL)
    again = SourceMemory(Ledger(ledger.path))
    assert again.version(SITE, URL) == version(spared=2)
    memory.remember(SITE, URL, version('"2"'), [], queued=1)
    assert again.version(SITE, URL) == version('"2"')
    assert again.version("b_kz", URL) is None
    memory.forget(SITE)
    assert again.version(SITE, URL) is None


def test_a_source_that_changes_under_one_version_is_not_believed_again(ledger: Ledger) -> None:
    memory = SourceMemory(ledger)
    memory.remember(SITE, URL, version(), [], queued=3)
    memory.remember(SITE, URL, version(), [], queued=0)
    assert memory.version(SITE, URL) == version()
    memory.remember(SITE, URL, version(), [], queued=1)
    assert memory.version(SITE, URL) == version(lied=True)
    memory.remember(SITE, URL, version('"2"'), [], queued=0)
    assert memory.version(SITE, URL) == version('"2"', lied=True)


def test_new_rules_find_new_addresses_in_the_same_version_and_that_is_no_lie(ledger: Ledger) -> None:
    memory = SourceMemory(ledger)
    memory.remember(SITE, URL, version(rules="others"), [], queued=3)
    memory.remember(SITE, URL, version(), [], queued=2)
    assert memory.version(SITE, URL) == version()


def test_a_source_is_read_whole_while_it_calls_a_page_changed_that_is_on_its_way(ledger: Ledger) -> None:
    """The page may have been fetched before that change: a later reading asks for it again."""
    memory = SourceMemory(ledger)
    ledger.admit(SITE, [candidate()])
    seq = ledger.put_fetched(SITE, "a", {}, b"")
    for changed, remembered in ((None, True), (NOW - HOUR, False)):
        memory.remember(SITE, URL, version(), [candidate(changed)], queued=0)
        assert bool(memory.version(SITE, URL)) == remembered
    ledger.put_result(seq, {}, {})
    memory.remember(SITE, URL, version(), [candidate(NOW - HOUR)], queued=0)
    assert memory.version(SITE, URL) is None
    ledger.finish("id", {SITE: 1}, [Settled(SITE, "a", "https://a.kz/a", "feed", "stored", 0, NOW)], [])
    memory.remember(SITE, URL, version(), [candidate(NOW - HOUR)], queued=0)
    assert memory.version(SITE, URL) is not None
    memory.remember(SITE, URL, version(), [candidate(NOW + HOUR)], queued=0)
    assert memory.version(SITE, URL) is None


# Crawls


class Site:
    """`loop_kz`, whose feed has a version."""

    def __init__(self, folder: Path, answers: dict[str, Answer], server: Server) -> None:
        self.answers = answers
        self.server = server
        self.place = Place(folder, {"LOOP_HOST": server.url.removeprefix("http://")})

    def crawl(self, *arguments: str, site: str = "loop_kz", code: int = 0, **variables: str) -> RunRecord:
        """Crawl; the record of the run."""
        before = set(self.place.store.glob("runs/*/*.json"))
        done = self.place.scrapy("crawl", site, *LOOP, *arguments, **variables)
        assert done.code == code, done.err
        found = set(self.place.store.glob("runs/*/*.json")) - before
        return load(found.pop().read_bytes()) if found else None  # type: ignore[return-value]

    def conditions(self, path: str = "/feed") -> list[str | None]:
        """What each request for `path` said that it has."""
        return [
            headers.get("If-None-Match") or headers.get("If-Modified-Since")
            for asked, headers in self.server.seen
            if asked == path
        ]

    def names(self, *numbers: int, etag: str | None = None) -> None:
        """Have the feed name these articles."""
        self.answers["/feed"] = Answer(
            body=feed(*numbers), headers={**XML, "ETag": etag or f'"{numbers}"'.replace(" ", "")}
        )
        for number in numbers:
            self.answers[f"/news/{number}"] = Answer(body=article(number), headers=HTML)

    def edit_ledger(self, statement: str) -> None:
        """As time would, or an earlier version."""
        (path,) = (self.place.folder / "ledger").glob("*/*.sqlite3")
        with contextlib.closing(sqlite3.connect(path)) as db, db:
            assert db.execute(statement).rowcount > 0

    def stored(self) -> list[str]:
        return sorted(path for path, outcome in self.place.outcomes().items() if outcome == "stored")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    answers: dict[str, Answer] = {}
    with serve(answers) as server:
        found = Site(tmp_path, answers, server)
        found.names(1, 2)
        yield found


def test_a_feed_that_did_not_change_is_asked_and_not_sent(site: Site) -> None:
    assert site.crawl().sources[0].result == "read"
    record = site.crawl()
    url = f"{site.server.url}/feed"
    assert record.sources == [SourceReading(url, "feed", result="unchanged")]
    assert record.complaints == []
    site.names(2, 3)
    assert site.crawl().sources[0].links == 2
    assert site.conditions() == [None, '"(1,2)"', '"(1,2)"']
    assert site.stored() == ["/news/1", "/news/2", "/news/3"]
    site.crawl()
    assert site.conditions()[-1] == '"(2,3)"'


def test_a_run_that_died_before_it_remembered_asks_for_the_whole_again(site: Site) -> None:
    site.crawl(code=-9, NEWS_KILL_AT="addresses_queued")
    site.crawl()
    assert site.conditions() == [None, None]
    assert site.stored() == ["/news/1", "/news/2"]


def test_a_run_that_died_after_it_left_all_in_the_ledger(site: Site) -> None:
    site.crawl("-a", "limit=1")
    site.names(1, 2, 3)
    site.crawl(code=-9, NEWS_KILL_AT="batch_frozen")
    record = site.crawl()
    assert record.sources[0].result == "unchanged"
    assert site.stored() == ["/news/1", "/news/2", "/news/3"]


def test_a_feed_that_lies_is_found_out_by_the_reading_of_the_whole(site: Site) -> None:
    site.names(1, 2, etag='"forever"')
    site.crawl()
    site.names(2, 3, etag='"forever"')
    site.crawl()
    assert site.stored() == ["/news/1", "/news/2"]
    for _ in range(WHOLE_EVERY - 2):
        site.edit_ledger("UPDATE sources SET spared=spared+1")
    site.crawl()
    assert site.stored() == ["/news/1", "/news/2", "/news/3"]
    site.names(4, etag='"forever"')
    site.crawl()
    assert site.stored()[-1] == "/news/4"
    assert site.conditions() == [None, '"forever"', None, None]


def test_runs_for_more_or_less_than_the_new_ask_for_the_whole(site: Site) -> None:
    site.crawl("-a", "since=2026-01-01")
    site.crawl("-a", "backfill=1")
    site.crawl()
    site.crawl("-a", "backfill=1")
    site.crawl("-a", "until=2026-01-01")
    assert site.conditions() == [None] * 5
    site.crawl()
    assert site.conditions()[-1] is not None


def test_a_ledger_that_is_new_or_behind_asks_for_the_whole(site: Site) -> None:
    site.crawl()
    other = str(site.place.folder / "other")
    site.names(1, 2, 3)
    site.crawl(NEWS_LEDGER_DIR=other)
    assert site.conditions() == [None, None]
    # The first host's copy of the queue is older than what the other one has done.
    site.crawl()
    assert site.conditions() == [None, None, None]
    site.crawl()
    assert site.conditions()[-1] == '"(1,2,3)"'


def test_304_of_an_address_that_was_never_read_is_not_believed(site: Site) -> None:
    headers = {**XML, "Last-Modified": MONDAY}
    site.answers["/one"] = Answer(body=feed(1), headers=headers)
    site.answers["/two"] = Answer(body=feed(1, 2), headers=headers)
    site.answers["/feed"] = Answer(status=302, headers={"Location": "/one"})
    site.crawl()
    site.answers["/feed"] = Answer(status=302, headers={"Location": "/two"})
    record = site.crawl()
    assert site.conditions("/two") == [MONDAY, None]
    assert [source.links for source in record.sources] == [2]
    assert site.stored() == ["/news/1", "/news/2"]


def test_304_that_nobody_asked_for_is_no_reading(site: Site) -> None:
    site.answers["/feed"] = Answer(status=304)
    record = site.crawl(code=1)
    assert [(source.result, source.error) for source in record.sources] == [("refused", "HTTP 304")]


def test_a_source_that_breaks_is_read_whole_when_it_is_back(site: Site) -> None:
    site.crawl()
    whole = site.answers["/feed"]
    site.answers["/feed"] = Answer(status=404)
    assert site.crawl(code=1).sources[0].result == "not_found"
    site.answers["/feed"] = whole
    site.crawl()
    assert site.conditions() == [None, '"(1,2)"', None]


# Sitemaps and sections, with `killed_kz`: two feeds, a sitemap, a section


def urlset(root: str, entry: str, *urls: str) -> bytes:
    entries = "".join(f"<{entry}><loc>{url}</loc></{entry}>" for url in urls)
    return f"<{root}>{entries}</{root}>".encode()


def versioned(body: bytes, etag: str, headers: dict[str, str] = HTML) -> Answer:
    return Answer(body=body, headers={**headers, "ETag": etag})


def test_the_parts_of_an_index_are_asked_whatever_the_index_says(site: Site) -> None:
    url = site.server.url
    site.answers["/sitemap.xml"] = versioned(
        urlset("sitemapindex", "sitemap", f"{url}/part.xml"), '"index"', XML
    )
    site.answers["/part.xml"] = versioned(urlset("urlset", "url", f"{url}/news/1"), '"part"', XML)
    site.crawl(site="killed_kz", code=0)
    site.answers["/part.xml"] = versioned(
        urlset("urlset", "url", f"{url}/news/1", f"{url}/news/2"), '"part 2"'.replace(" ", ""), XML
    )
    record = site.crawl(site="killed_kz", code=0)
    assert site.conditions("/sitemap.xml") == [None, None]
    assert site.conditions("/part.xml") == [None, '"part"']
    assert site.stored() == ["/news/1", "/news/2"]
    assert {source.result for source in record.sources if source.kind == "sitemap"} == {"read"}


def section(*numbers: int, following: str = "") -> bytes:
    anchors = "".join(f"<a href='/news/{number}'>{number}</a>" for number in numbers)
    following = following and f"<a rel=next href={following}>Next</a>"
    return f"<html><body>{anchors}{following}</body></html>".encode()


def test_a_section_is_remembered_when_all_of_its_pages_are_queued(site: Site) -> None:
    site.answers["/city"] = versioned(section(1, following="/city2"), '"city"')
    site.answers["/city2"] = Answer(status=500)
    site.crawl(site="killed_kz")
    site.answers["/city2"] = versioned(section(2), '"city2"')
    site.crawl(site="killed_kz")
    site.crawl(site="killed_kz")
    assert site.conditions("/city") == [None, None, '"city"']
    # Further pages are only asked for when the first one changed: never with a condition.
    site.answers["/city"] = versioned(section(3, following="/city2"), '"city3"')
    site.answers["/news/3"] = Answer(body=article(3), headers=HTML)
    site.crawl(site="killed_kz")
    assert set(site.conditions("/city2")) == {None}
    assert site.stored() == ["/news/1", "/news/2", "/news/3"]
