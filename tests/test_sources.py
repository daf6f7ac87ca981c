"""Which addresses of a source are queued."""

import datetime as dt
from collections import Counter
from typing import Literal

import pytest

from crawlers.arguments import Arguments
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
