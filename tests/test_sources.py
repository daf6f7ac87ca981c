"""Which addresses of a source are queued."""

import dataclasses
import datetime as dt
from collections import Counter
from typing import Any, Literal

import pytest

from crawlers.arguments import Arguments
from crawlers.discovery.archives import Period
from crawlers.discovery.links import Link
from crawlers.sources import RECENT, UNDATED_SITEMAP, Selection
from pipelines.extract.zones import zone

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
OLD = NOW - RECENT - dt.timedelta(seconds=1)


def selection(**arguments: object) -> Selection:
    return Selection(("a.kz",), r"/news/\d+$", zone("Asia/Almaty"), Arguments(**arguments), NOW)  # type: ignore[arg-type]


def link(
    url: str = "https://a.kz/news/1",
    published: dt.datetime | None = None,
    modified: dt.datetime | None = None,
    source: Literal["feed", "sitemap"] = "feed",
) -> Link:
    return Link(url, source, published, modified)


@pytest.mark.parametrize(
    ("url", "queued"),
    [
        ("https://a.kz/news/1", True),
        ("https://www.a.kz/news/1", True),
        ("https://kaz.a.kz/news/1", False),
        ("https://b.kz/news/1", False),
        ("https://a.kz/news/", False),
    ],
)
def test_only_articles_of_the_site(url: str, queued: bool) -> None:
    assert bool(selection().articles([link(url)])) == queued


@pytest.mark.parametrize(
    ("arguments", "published", "queued"),
    [
        ({"since": dt.date(2026, 11, 22)}, dt.datetime(2026, 11, 21, 19, tzinfo=dt.UTC), True),
        ({"since": dt.date(2026, 11, 22)}, dt.datetime(2026, 11, 21, 18, tzinfo=dt.UTC), False),
        ({"until": dt.date(2026, 11, 21)}, dt.datetime(2026, 11, 21, 19, tzinfo=dt.UTC), False),
        ({"since": dt.date(2026, 11, 22)}, None, True),
    ],
)
def test_days_are_those_of_the_newsroom(
    arguments: dict[str, dt.date], published: dt.datetime | None, queued: bool
) -> None:
    assert bool(selection(**arguments).articles([link(published=published)])) == queued


def test_a_sitemap_brings_what_is_recent_and_all_of_it_in_a_backfill() -> None:
    links = [link("https://a.kz/news/1", published=OLD), link("https://a.kz/news/2", modified=NOW)]
    assert [found.url for found in selection().of_sitemap(links)] == ["https://a.kz/news/2"]
    assert len(selection(backfill=True).of_sitemap(links)) == 2


def test_a_long_sitemap_without_dates_is_an_archive() -> None:
    links = [link(f"https://a.kz/news/{number}") for number in range(UNDATED_SITEMAP + 1)]
    assert selection().of_sitemap(links) == []
    assert len(selection().of_sitemap(links[1:])) == UNDATED_SITEMAP
    dated = link("https://a.kz/news/99999", modified=NOW)
    assert len(selection().of_sitemap([*links, dated])) == 1


def test_a_lastmod_that_all_pages_share_makes_none_recent_and_none_changed() -> None:
    new = [link(f"https://a.kz/news/{number}", modified=NOW) for number in range(UNDATED_SITEMAP + 1)]
    assert selection().of_sitemap(new, shared=True) == []
    assert {found.modified for found in selection().of_sitemap(new[1:], shared=True)} == {None}
    assert len(selection().of_sitemap(new[1:], shared=True)) == UNDATED_SITEMAP
    old = [link(f"https://a.kz/news/{number}", modified=OLD) for number in range(10)]
    assert selection().of_sitemap(old, shared=True) == []
    assert {found.modified for found in selection(backfill=True).of_sitemap(old, shared=True)} == {None}
    dated = link("https://a.kz/news/1", published=OLD, modified=NOW)
    assert selection().of_sitemap([dated], shared=True) == []


def test_parts_that_share_a_lastmod_are_all_read() -> None:
    parts = [link(f"https://a.kz/{number}.xml", modified=OLD) for number in range(3)]
    assert selection().children(parts) == []
    assert len(selection().children(parts, shared=True)) == 3


def test_traps_are_left_out_and_counted() -> None:
    dropped: Counter[str] = Counter()
    links = [link("https://a.kz/news/1"), link("https://a.kz/news/news/news/1"), link("https://a.kz/x/x/x/")]
    assert [found.url for found in selection().articles(links, dropped)] == ["https://a.kz/news/1"]
    # What is no article's address at all is none of ours to count.
    assert dropped == {"repeating": 1}
    assert selection().children([link("https://a.kz/s.xml?date=2045-01")], dropped) == []
    assert dropped == {"repeating": 1, "calendar": 1}


def test_sitemaps_of_an_index() -> None:
    children = [
        link("https://a.kz/new.xml", modified=NOW),
        link("https://a.kz/old.xml", modified=OLD),
        link("https://a.kz/undated.xml"),
        link("https://b.kz/foreign.xml", modified=NOW),
    ]
    assert selection().children(children) == ["https://a.kz/new.xml", "https://a.kz/undated.xml"]
    assert len(selection(backfill=True).children(children)) == 3


# Archives


@pytest.mark.parametrize(
    ("name", "modified", "read"),
    [
        # Nothing in it was changed since, so nothing came out.
        ("1.xml", dt.datetime(2026, 2, 27, tzinfo=dt.UTC), False),
        ("1.xml", dt.datetime(2026, 2, 28, tzinfo=dt.UTC), True),
        # It may have been changed later than its pages came out.
        ("1.xml", dt.datetime(2026, 11, 1, tzinfo=dt.UTC), True),
        ("1.xml", None, True),
        ("sitemap-2026-02.xml", None, False),
        ("sitemap-2026-03.xml", None, True),
        ("sitemap-2026-05.xml", None, True),
        ("sitemap-2026-06.xml", NOW, False),
        ("sitemap.xml?yyyy=2026&mm=02", NOW, False),
        ("sitemap-2026.xml", None, True),
    ],
)
def test_parts_that_a_backfill_leaves_out(name: str, modified: dt.datetime | None, read: bool) -> None:
    bounds = {"since": dt.date(2026, 3, 1), "until": dt.date(2026, 5, 30)}
    part = [link(f"https://a.kz/{name}", modified=modified)]
    assert bool(selection(backfill=True, **bounds).parts(part)) == read
    assert selection(backfill=True).parts(part) == part


def test_a_lastmod_that_all_parts_share_leaves_none_out() -> None:
    parts = [link(f"https://a.kz/{number}.xml", modified=OLD) for number in range(3)]
    assert len(selection(backfill=True, since=NOW.date()).parts(parts, shared=True)) == 3


@pytest.mark.parametrize(
    ("path", "modified", "queued"),
    [
        ("/2026/03/01/news/1", None, True),
        ("/2026/02/28/news/1", None, True),
        ("/2026/02/27/news/1", None, False),
        ("/2026/06/01/news/1", None, False),
        ("/news/1", dt.datetime(2026, 2, 27, 23, tzinfo=dt.UTC), False),
        ("/news/1", dt.datetime(2026, 2, 28, tzinfo=dt.UTC), True),
        ("/news/1", NOW, True),
    ],
)
def test_what_is_before_since_by_its_address_or_last_change(
    path: str, modified: dt.datetime | None, queued: bool
) -> None:
    bounds = {"since": dt.date(2026, 3, 1), "until": dt.date(2026, 5, 30)}
    links = [link(f"https://a.kz{path}", modified=modified)]
    assert bool(selection(backfill=True, **bounds).of_sitemap(links)) == queued
    assert len(selection(backfill=True).of_sitemap(links)) == 1


def test_a_page_of_a_list_that_is_all_before_since() -> None:
    chosen = selection(backfill=True, since=dt.date(2026, 3, 1))
    old, new = link("https://a.kz/2025/01/01/news/1"), link("https://a.kz/2026/04/01/news/2")
    assert chosen.are_before([old, old])
    assert not chosen.are_before([old, new])
    assert not chosen.are_before([old, link("https://a.kz/news/3")])
    assert not selection(backfill=True).are_before([old])


BY_DAY, BY_MONTH = "https://a.kz/{day:%Y-%m-%d}", "https://a.kz/{month:%Y-%m}.xml"


def firsts(kind: str, pattern: str, now: dt.datetime = NOW, **arguments: Any) -> list[str]:
    chosen = dataclasses.replace(selection(**arguments), now=now)
    return [period.first.isoformat() for period in chosen.periods(kind, pattern)]


def test_the_periods_of_an_ordinary_run() -> None:
    assert firsts("section", BY_DAY) == ["2026-11-22"]
    # In Almaty it is the next day.
    assert firsts("section", BY_DAY, NOW.replace(hour=19)) == ["2026-11-23"]
    assert firsts("sitemap", BY_DAY) == ["2026-11-22", "2026-11-21"]
    assert firsts("sitemap", BY_MONTH) == ["2026-11-01"]
    assert firsts("sitemap", BY_MONTH, NOW.replace(day=7)) == ["2026-11-01", "2026-10-01"]
    assert firsts("sitemap", BY_MONTH, NOW.replace(day=8)) == ["2026-11-01"]
    assert firsts("sitemap", BY_DAY, since=dt.date(2026, 11, 22)) == ["2026-11-22"]


def test_the_periods_of_a_backfill() -> None:
    bounds: dict[str, Any] = {"since": dt.date(2026, 1, 31), "until": dt.date(2026, 3, 1)}
    expected = ["2026-03-01", "2026-02-01", "2026-01-01"]
    assert firsts("section", BY_MONTH, backfill=True, **bounds) == expected
    assert len(firsts("section", BY_DAY, backfill=True, **bounds)) == 30
    late: dict[str, Any] = {"since": dt.date(2026, 11, 21), "until": dt.date(2027, 11, 21)}
    assert firsts("section", BY_DAY, backfill=True, **late) == ["2026-11-22", "2026-11-21"]


@pytest.mark.parametrize(
    ("back", "news", "expected"),
    [(0, 0, 1), (1, 1, 2), (1, 0, None), (6, 1, 7), (7, 1, None)],
)
def test_how_far_back_an_ordinary_run_goes(back: int, news: int, expected: int | None) -> None:
    day = dt.date(2026, 11, 22) - dt.timedelta(days=back)
    found = selection().before(BY_DAY, Period(day, day), news)
    assert (found and (dt.date(2026, 11, 22) - found.first).days) == expected
