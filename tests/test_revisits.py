"""Visits again on a schedule: when, of what, what becomes of them, and that they touch no other number."""

import contextlib
import dataclasses
import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawlers.news_spider import NewsSpider
from crawlers.round.sites import Site
from pipelines.article import Article, Failed, Failure, NotModified, PageRecord, Reason, Rejected
from pipelines.errors import UsageError
from pipelines.ledger.file import STEPS
from pipelines.ledger.ledger import MAX_REVISITS, Ledger
from pipelines.ledger.revisits import (
    LAPSES_AFTER,
    REVISIT,
    SCHEDULE,
    PageVersion,
    Revisit,
    Revisits,
    fresh_until,
    next_visit,
)
from pipelines.ledger.rows import Candidate, KnownArticle, Settled
from pipelines.ledger.source_memory import WHOLE_AFTER
from pipelines.recorder import Recorder
from pipelines.report.overview.measures import measure
from pipelines.report.overview.period import last_days
from pipelines.report.run_record import RunRecord, load
from pipelines.store.schema import from_row, to_json
from pipelines.store.store import Store, open_store
from pipelines.urls import url_key
from pipelines.visit import Visit
from tests import report_store
from tests.factories import NOW, SITE, make_article, make_page, make_visit
from tests.loopback import Answer, Server, serve
from tests.running import Place
from tests.test_crawl import HTML, LOOP, article, feed
from tests.validating import faults

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
Schedule = tuple[dt.timedelta, ...]

# When

STEPS_TAKEN: list[tuple[Schedule, dt.timedelta, dt.timedelta | None]] = [
    (SCHEDULE, 0 * HOUR, HOUR),
    (SCHEDULE, HOUR, 6 * HOUR),
    (SCHEDULE, 90 * MINUTE, 6 * HOUR),
    # One late visit stands for the steps before it.
    (SCHEDULE, 30 * HOUR, 7 * DAY),
    (SCHEDULE, 7 * DAY, None),
    ((DAY, HOUR), 0 * HOUR, HOUR),
    ((), 0 * HOUR, None),
]


@pytest.mark.parametrize(("schedule", "last", "expected"), STEPS_TAKEN)
def test_the_next_step(schedule: Schedule, last: dt.timedelta, expected: dt.timedelta | None) -> None:
    assert next_visit(NOW, NOW + last, schedule) == (None if expected is None else NOW + expected)


@pytest.mark.parametrize(
    "schedule",
    [[HOUR], HOUR, (3600,), (0 * HOUR,), (HOUR, -HOUR), (32 * DAY,), tuple(n * HOUR for n in range(1, 10))],
)
def test_a_schedule_of_no_use(schedule: object) -> None:
    declared = {"name": "bad_kz", "country": "KZ", "hosts": (), "revisit_after": schedule}
    with pytest.raises(UsageError, match=r"bad_kz: revisit_after is .*; it must be a tuple of up to 8"):
        Site.of(type("Bad", (NewsSpider,), declared))


@pytest.mark.parametrize("schedule", [(), SCHEDULE, (dt.timedelta(seconds=1), 31 * DAY)])
def test_a_schedule_of_use(schedule: Schedule) -> None:
    declared = {"name": "good_kz", "country": "KZ", "hosts": (), "revisit_after": schedule}
    assert Site.of(type("Good", (NewsSpider,), declared)).name == "good_kz"


# In the ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with contextlib.closing(Ledger(tmp_path / "a_kz.sqlite3")) as found:
        yield found


def visited(
    ledger: Ledger,
    name: str,
    at: dt.datetime = NOW,
    outcome: str = "stored",
    source: str = "feed",
    published: dt.datetime | None = None,
    **fields: Any,
) -> None:
    """A visit of `name` is in the tables."""
    values = {"article_id": None if outcome in ("failed", "rejected") else name, **fields}
    settled = Settled(SITE, name, f"https://a.kz/{name}", source, outcome, 1, at, **values)
    known = []
    if outcome == "stored":
        known = [KnownArticle(SITE, name, name, 1, name, "2026-11", published)]
    ledger.finish("id", {SITE: 1}, [settled], known)


def due(ledger: Ledger, after: dt.timedelta, schedule: Schedule = SCHEDULE) -> list[str]:
    return [again.key for again in Revisits(ledger).due(SITE, schedule, NOW + after)]


def test_an_article_is_visited_again_by_its_steps(ledger: Ledger) -> None:
    visited(ledger, "a")
    # The runs come when they come.
    runs = [MINUTE, 59 * MINUTE, HOUR, 2 * HOUR, 7 * HOUR, 8 * HOUR, 3 * DAY, 4 * DAY, 8 * DAY, 9 * DAY]
    taken = []
    for after in runs:
        if due(ledger, after):
            taken.append(after)
            visited(ledger, "a", NOW + after, "unchanged", REVISIT)
    assert taken == [HOUR, 7 * HOUR, 3 * DAY, 8 * DAY]


def test_those_that_wait_longest_come_first(ledger: Ledger) -> None:
    for name, minutes in (("c", 0), ("a", 2), ("b", 1)):
        visited(ledger, name, NOW + minutes * MINUTE)
    assert due(ledger, 2 * HOUR) == ["c", "b", "a"]
    visited(ledger, "c", NOW + 2 * HOUR, "unchanged", REVISIT)
    assert due(ledger, 6 * HOUR) == ["b", "a", "c"]


PUBLISHED: list[tuple[dt.datetime | None, bool]] = [
    (None, True),
    (NOW - 7 * DAY, True),
    (NOW - 7 * DAY - MINUTE, False),
    (NOW - 365 * DAY, False),
    (NOW + HOUR, True),
]


@pytest.mark.parametrize(("published", "fresh"), PUBLISHED)
def test_what_came_out_before_the_last_step_is_old(
    ledger: Ledger, published: dt.datetime | None, fresh: bool
) -> None:
    visited(ledger, "a", published=published)
    assert bool(due(ledger, HOUR)) == fresh
    assert due(ledger, HOUR, (HOUR,)) == ([] if published and published < NOW - HOUR else ["a"][: int(fresh)])


@pytest.mark.parametrize(
    ("moment", "day", "expected"),
    [
        (NOW, NOW.date() - DAY, NOW),
        (None, NOW.date(), dt.datetime(2026, 11, 21, tzinfo=dt.UTC)),
        (None, None, None),
    ],
)
def test_when_it_came_out_at_the_latest(
    moment: dt.datetime | None, day: dt.date | None, expected: dt.datetime | None
) -> None:
    assert fresh_until(moment, day) == expected


def test_a_visit_that_no_run_came_to_lapses(ledger: Ledger) -> None:
    visited(ledger, "a")
    visited(ledger, "b", NOW + MINUTE)
    late = SCHEDULE[-1] + LAPSES_AFTER
    assert due(ledger, late) == ["a", "b"]
    assert due(ledger, late + MINUTE) == ["b"]
    # Over is over, also by a clock that goes back.
    assert due(ledger, HOUR + MINUTE) == ["b"]


def test_a_site_without_a_schedule_has_none(ledger: Ledger) -> None:
    visited(ledger, "a")
    assert due(ledger, DAY, ()) == []


@pytest.mark.parametrize("source", [REVISIT, "warc"])
def test_what_does_not_begin_a_schedule(ledger: Ledger, source: str) -> None:
    """A visit on schedule that finds another article under the address would begin schedules for ever."""
    visited(ledger, "a", source=source)
    visited(ledger, "b", outcome="duplicate", article_id="x")
    visited(ledger, "c", outcome="rejected")
    assert due(ledger, 2 * HOUR) == []


def test_a_visit_is_no_entry_of_the_queue(ledger: Ledger) -> None:
    visited(ledger, "a")
    assert due(ledger, HOUR) == ["a"]
    assert (ledger.queued(SITE), ledger.unsettled(SITE, 9), ledger.count(SITE, "done")) == ([], [], 1)
    # A run that ends here leaves nothing behind; one that took the page in has it no longer due.
    ledger.put_fetched(SITE, "a", {}, b"")
    assert due(ledger, HOUR) == []


def test_a_visit_that_failed_waits_for_the_next_step(ledger: Ledger) -> None:
    visited(ledger, "a")
    visited(ledger, "a", NOW + HOUR, "failed", REVISIT)
    assert (ledger.count(SITE, "failed"), ledger.requeue_failed(SITE, None)) == (0, 0)
    assert (due(ledger, 2 * HOUR), due(ledger, 6 * HOUR)) == ([], ["a"])
    # It has not seen what a source says has changed before it.
    changed = Candidate("a", "https://a.kz/a", "feed", None, NOW + HOUR / 2)
    assert ledger.count_new(SITE, [changed]) == 1
    visited(ledger, "a", NOW + 6 * HOUR, "unchanged", REVISIT)
    assert ledger.count_new(SITE, [changed]) == 0


def test_a_visit_that_failed_of_an_article_that_is_lost_is_as_any(ledger: Ledger) -> None:
    visited(ledger, "a")
    ledger.put_fetched(SITE, "a", {}, None)
    ledger.forget_site(SITE)  # the store was set back
    visited(ledger, "a", NOW + HOUR, "failed", REVISIT)
    assert ledger.requeue_failed(SITE, None) == 1


def test_they_do_not_use_up_what_sources_may_say(ledger: Ledger) -> None:
    visited(ledger, "a")
    for visit in range(MAX_REVISITS + 1):
        visited(ledger, "a", NOW + visit * HOUR, "unchanged", REVISIT)
    changed = Candidate("a", "https://a.kz/a", "feed", None, NOW + DAY)
    assert ledger.admit(SITE, [changed]) == 1
    # What a source called changed was visited: the step is over with that.
    visited(ledger, "a", NOW + DAY + HOUR, "revised")
    assert (due(ledger, 2 * DAY), due(ledger, 7 * DAY)) == ([], ["a"])


def test_what_was_taken_down_is_not_visited(ledger: Ledger) -> None:
    for name in ("a", "b", "c"):
        visited(ledger, name)
    ledger.forget(SITE, lambda keys, article_id: keys == ["a"] or article_id == "b")
    assert due(ledger, HOUR) == ["c"]
    ledger.forget_site(SITE)
    assert due(ledger, HOUR) == []


def test_a_ledger_of_the_version_before_goes_on(tmp_path: Path) -> None:
    """Its articles have no schedule: when each was first fetched is not known."""
    step = next(number for number, text in enumerate(STEPS) if "CREATE TABLE revisits" in text)
    with contextlib.closing(sqlite3.connect(tmp_path / "l.sqlite3")) as db:
        db.executescript(";".join(STEPS[:step]) + f";PRAGMA user_version={step}")
        db.execute(
            "INSERT INTO urls (site, key, url, source, state, turn, visits, fetched_at, outcome)"
            " VALUES ('a_kz', 'a', 'https://a.kz/a', 'feed', 'done', 1, 1, '2026-11-20T09:30:00+00:00', 'x')"
        )
        db.commit()
    with contextlib.closing(Ledger(tmp_path / "l.sqlite3")) as ledger:
        visited(ledger, "b")
        assert due(ledger, HOUR) == ["b"]


# "Changed since?"

ASKED = [(HOUR, True), (WHOLE_AFTER, False), (-HOUR, False)]


@pytest.mark.parametrize(("age", "asked"), ASKED)
def test_for_how_long_a_version_is_believed(age: dt.timedelta, asked: bool) -> None:
    assert PageVersion('"1"', None, "https://a.kz/a", NOW).may_be_asked(NOW + age) == asked


def version(ledger: Ledger) -> PageVersion | None:
    (again,) = Revisits(ledger).due(SITE, (HOUR, 30 * DAY), NOW + 30 * DAY)
    return again.version


def test_the_version_is_that_of_the_last_answer_with_a_page(ledger: Ledger) -> None:
    whole: dict[str, Any] = {"whole": True, "answered_at": "https://a.kz/A"}
    visited(ledger, "a", etag='"1"', **whole)
    first = PageVersion('"1"', None, "https://a.kz/A", NOW)
    assert version(ledger) == first
    # Not sent (304), no article, or no answer: what is known is as old as it was.
    visited(ledger, "a", NOW + HOUR, "unchanged", REVISIT)
    visited(ledger, "a", NOW + HOUR, "rejected", REVISIT, etag='"gone"', **whole)
    visited(ledger, "a", NOW + HOUR, "unchanged", REVISIT, etag='"x"', **{**whole, "article_id": "other"})
    visited(ledger, "a", NOW + HOUR, "failed", REVISIT)
    assert version(ledger) == first
    visited(ledger, "a", NOW + 2 * HOUR, "revised", REVISIT, last_modified="Mon", **whole)
    assert version(ledger) == PageVersion(None, "Mon", "https://a.kz/A", NOW + 2 * HOUR)
    visited(ledger, "a", NOW + 3 * HOUR, "unchanged", REVISIT, **whole)
    assert version(ledger) is None


# With a store


@dataclasses.dataclass
class Crawler:
    """What a crawl of `a_kz` does with its pages, by made clocks."""

    folder: Path
    ledger_name: str = "l"

    def __post_init__(self) -> None:
        self.store: Store = open_store(f"file:{self.folder / 'store'}")
        self.ledger = Ledger(self.folder / f"{self.ledger_name}.sqlite3")
        self.recorder = Recorder(
            self.store, self.ledger, run_id="r", user_agent="S", batch_pages=99, batch_seconds=60
        )
        self.recorder.open([SITE])

    def page(self, made: Article | Rejected, at: dt.datetime, **fields: Any) -> str:
        url = fields.pop("url", "https://a.kz/1")
        visit = make_visit(url, fetched_at=at, **fields)
        seq = self.recorder.fetched(visit, make_page(url, fetched_at=at))
        return self._ended(self.recorder.judged(seq, SITE, visit, made, at))

    def no_page(self, why: Rejected | Failed | NotModified, at: dt.datetime, **fields: Any) -> str:
        visit: Visit = make_visit("https://a.kz/1", fetched_at=at, **fields)
        return self._ended(self.recorder.unfetched(SITE, visit, why, at))

    @staticmethod
    def _ended(decision: Any) -> str:
        return " ".join(filter(None, (decision.outcome, decision.reason)))

    def due(self, after: dt.timedelta) -> list[Revisit]:
        self.recorder.commit(NOW)
        return self.recorder.revisits(SITE, SCHEDULE, NOW + after)


def new(number: int, at: dt.datetime, **fields: Any) -> Article:
    return make_article(f"https://a.kz/{number}", f"Text {number}.", fetched_at=at, **fields)


def test_304_is_unchanged_without_a_record(tmp_path: Path) -> None:
    crawler = Crawler(tmp_path)
    first = new(1, NOW)
    again: dict[str, Any] = {"source": REVISIT, "status": 304}
    crawler.page(first, NOW, etag='"1"')
    (found,) = crawler.due(HOUR)
    assert (found.article_id, found.source) == (first.id, REVISIT)
    assert found.version == PageVersion('"1"', None, "https://a.kz/1", NOW)
    assert crawler.no_page(NotModified(SITE, first.id), NOW + HOUR, **again) == "unchanged"
    assert [one.version for one in crawler.due(6 * HOUR)] == [found.version]
    columns = ["outcome", "article_id", "revision", "status", "warc_key", "source"]
    rows = list(crawler.store.tables.rows_after(PageRecord, SITE, 1, columns))
    assert rows == [
        dict(zip([*columns, "batch"], ["unchanged", first.id, 1, 304, None, REVISIT, 2], strict=True))
    ]
    # Judged anew by a later run, as after another host's batch, it is the same.
    crawler.no_page(NotModified(SITE, first.id), NOW + 6 * HOUR, **again)
    crawler.ledger.close()
    later = Crawler(tmp_path)
    assert (dict(later.recorder.counts.revisits), dict(later.recorder.counts.outcomes)) == (
        {"unchanged": 1},
        {},
    )
    assert later.no_page(NotModified(SITE, "f" * 32), NOW + DAY, **again) == "failed server"


def test_a_ledger_that_was_lost_visits_the_same_addresses(tmp_path: Path) -> None:
    crawler = Crawler(tmp_path)
    old = NOW - 9 * DAY
    crawler.page(new(1, NOW), NOW, etag='"1"', feed_published=NOW - HOUR)
    crawler.page(new(2, NOW, published_at=old, published_precision="minute"), NOW, url="https://a.kz/2")
    crawler.page(new(3, NOW, published_date=old.date()), NOW, url="https://a.kz/3")
    crawler.page(
        new(4, NOW, published_date=NOW.date()), NOW, url="https://a.kz/go?4", final_url="https://a.kz/4"
    )
    crawler.page(Rejected(Reason.TOO_SHORT), NOW, url="https://a.kz/5")
    crawler.page(new(6, NOW), NOW, url="https://a.kz/6", source="warc")
    crawler.page(new(7, NOW - 30 * DAY), NOW - 30 * DAY, url="https://a.kz/7")
    crawler.recorder.commit(NOW)
    again: dict[str, Any] = {"source": REVISIT}
    crawler.no_page(Failed(Failure.NETWORK), NOW + HOUR, status=None, **again)
    changed = make_article("https://a.kz/4", "Another text.", fetched_at=NOW + HOUR)
    moved = {"url": "https://a.kz/go?4", "final_url": "https://a.kz/4"}
    assert crawler.page(changed, NOW + HOUR, **moved, **again) == "revised"
    crawler.recorder.commit(NOW)

    for after, names in ((2 * HOUR, []), (6 * HOUR, ["1", "go?4"])):
        expected = [url_key(f"https://a.kz/{name}") for name in names]
        known = crawler.due(after)
        lost = Crawler(tmp_path, f"lost-{after}").due(after)
        assert [one.key for one in known] == expected
        # But for the version, which is in no table.
        assert lost == [dataclasses.replace(one, version=None) for one in known]
    assert known[0].feed_published == NOW - HOUR


def test_they_are_counted_apart(tmp_path: Path) -> None:
    crawler = Crawler(tmp_path)
    crawler.page(new(1, NOW), NOW)
    crawler.recorder.commit(NOW)
    crawler.no_page(Failed(Failure.NETWORK), NOW + HOUR, source=REVISIT, status=None)
    assert crawler.page(Rejected(Reason.GONE), NOW + 6 * HOUR, source=REVISIT, status=404) == "rejected gone"
    counts = crawler.recorder.counts
    assert (counts.outcomes, counts.reasons) == ({"stored": 1}, {})
    assert counts.revisits == {"failed": 1, "rejected": 1}
    crawler.recorder.commit(NOW)
    # The article stays, and so do its next steps: a page may come back.
    assert [row["id"] for row in crawler.store.tables.rows_after(Article, SITE, 0, ["id"])] == [
        new(1, NOW).id
    ]
    assert len(crawler.due(DAY)) == 1


def test_the_report_counts_them_apart(tmp_path: Path) -> None:
    at = report_store.ago(1)
    rows = [
        report_store.page("a_kz", 1, at),
        report_store.page("a_kz", 2, at, "rejected", reason="gone"),
        report_store.page("a_kz", 1, at, "unchanged", source=REVISIT),
        report_store.page("a_kz", 3, at, "rejected", reason="gone", source=REVISIT),
    ]
    store = report_store.write_store(f"file:{tmp_path / 'store'}", pages=rows)
    found = measure(store.tables, last_days(7, report_store.NOW))
    assert found.outcomes == {("a_kz", "stored"): 1, ("a_kz", "rejected"): 1}
    assert found.reasons == {("rejected", "gone", "a_kz"): 1}
    assert found.revisits == {"unchanged": 1, "rejected": 1}
    # They were asked for all the same, and take room.
    assert sum(found.stored_bytes[day, "warc"] for day, what in found.stored_bytes if what == "warc") == 4007


# A crawl


class Fresh:
    """`fresh_kz`: a second, and an hour."""

    def __init__(self, folder: Path, answers: dict[str, Answer], server: Server) -> None:
        self.answers, self.server = answers, server
        self.place = Place(folder, {"LOOP_HOST": server.url.removeprefix("http://")})

    def crawl(self, *arguments: str, **variables: str) -> tuple[RunRecord, list[str], str]:
        """The record of a run, the pages that it asked for, in order, and its log."""
        before, seen = set(self.place.store.glob("runs/*/*.json")), len(self.server.seen)
        done = self.place.scrapy("crawl", "fresh_kz", *LOOP, *arguments, **variables)
        assert done.code == 0, done.err
        (found,) = set(self.place.store.glob("runs/*/*.json")) - before
        asked = [path for path, _ in self.server.seen[seen:] if path.startswith("/news/")]
        return load(found.read_bytes()), asked, done.err

    def names(self, *numbers: int) -> None:
        self.answers["/feed"] = Answer(body=feed(*numbers), headers={"Content-Type": "application/xml"})

    def back(self, hours: int) -> None:
        """As if all was done so many hours ago."""
        (path,) = (self.place.folder / "ledger").glob("*/*.sqlite3")
        with contextlib.closing(sqlite3.connect(path)) as db, db:
            moved = "strftime('%Y-%m-%dT%H:%M:%S+00:00', stored_at, ?)"
            hours_ago = f"-{hours} hours"
            db.execute(
                f"UPDATE revisits SET visited_at={moved}, read_at={moved}, stored_at={moved}",  # noqa: S608
                (hours_ago, hours_ago, hours_ago),
            )


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Fresh]:
    answers = {
        "/news/1": Answer(body=article(1), headers={**HTML, "ETag": '"one"'}),
        "/news/2": Answer(body=article(2), headers=HTML),
        "/news/3": Answer(body=article(3), headers=HTML),
    }
    with serve(answers) as server:
        found = Fresh(tmp_path, answers, server)
        found.names(1, 2, 3)
        yield found


def test_fresh_articles_are_visited_again(fresh: Fresh) -> None:
    fresh.crawl()
    fresh.back(hours=1)
    _, asked, _ = fresh.crawl("-a", "backfill=1")
    assert asked == []
    fresh.names(1, 2, 3, 4)
    fresh.answers["/news/4"] = Answer(body=article(4), headers=HTML)
    fresh.answers["/news/2"] = Answer(body=article(2, "and said so to the press"), headers=HTML)
    del fresh.answers["/news/3"]
    record, asked, _ = fresh.crawl()
    # What is new comes first.
    assert (asked[0], sorted(asked[1:])) == ("/news/4", ["/news/1", "/news/2", "/news/3"])
    assert (record.outcomes, record.reasons, record.queued, record.pending) == ({"stored": 1}, {}, 1, 0)
    assert record.revisits == {"unchanged": 1, "revised": 1, "rejected": 1}
    sent = [headers.get("If-None-Match") for path, headers in fresh.server.seen if path == "/news/1"]
    assert sent == [None, '"one"']
    rows = {
        row["url"].rpartition("/")[2]: row for row in fresh.place.rows("pages") if row["source"] == REVISIT
    }
    assert {
        name: (row["outcome"], row["reason"], row["status"], row["revision"], bool(row["warc_key"]))
        for name, row in rows.items()
    } == {
        "1": ("unchanged", None, 304, 1, True),
        "2": ("revised", None, 200, 2, True),
        "3": ("rejected", "gone", 404, None, True),
    }
    for row in rows.values():
        assert faults(PageRecord, to_json(from_row(PageRecord, row))) == []
    assert sorted(row["revision"] for row in fresh.place.rows("articles")) == [1, 1, 1, 1, 2]
    done = fresh.place.scrapy("verify")
    assert done.code == 0, done.out + done.err


def test_visits_that_fail_or_do_not_fit_wait(fresh: Fresh) -> None:
    fresh.crawl()
    fresh.back(hours=1)
    # Half of a millisecond is over before the feed is read.
    record, asked, log = fresh.crawl("-L", "INFO", FRESH_WITHIN="0.001")
    assert (asked, record.revisits, record.finish_reason) == ([], {}, "finished")
    assert "3 visits on schedule wait for the next run" in log
    # A version that is an hour old is asked by; the site was moved, and 304 is not of what was read.
    fresh.answers["/news/1"] = Answer(status=302, headers={"Location": "/news/5"})
    fresh.answers["/news/5"] = Answer(body=article(1), headers={**HTML, "ETag": '"one"'})
    fresh.answers["/news/2"] = Answer(status=403)
    record, asked, _ = fresh.crawl("-a", "limit=2")
    assert sorted(asked) == ["/news/1", "/news/1", "/news/2", "/news/5", "/news/5"]
    assert (record.outcomes, record.complaints) == ({}, [])
    assert record.revisits == {"duplicate": 1, "failed": 1}
