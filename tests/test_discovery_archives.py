"""Archives by day or month: placeholders for dates, and dates that addresses name."""

import datetime as dt
import re

import pytest

from crawlers.discovery.archives import (
    Period,
    check_patterns,
    dated_url,
    first_url,
    is_dated,
    named_day,
    named_period,
    period_of,
    periods,
)
from pipelines.errors import UsageError

DAY = dt.date(2026, 3, 7)
HOST = "https://paper.kz"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("/?lable=8&date={day:%Y-%m-%d}&order=time", "/?lable=8&date=2026-03-07&order=time"),
        ("/{day:%Y%m%d}/", "/20260307/"),
        ("/{day:%Y}/{day:%-m}/{day:%-d}/", "/2026/3/7/"),
        ("/more?lastDate={day:%d.%m.%Y}", "/more?lastDate=07.03.2026"),
        ("/archive/{day:%Y/%m/%d}?p={n}", "/archive/2026/03/07?p=1"),
        ("/archive/{day:%Y/%m/%d}?offset={20n}", "/archive/2026/03/07?offset=0"),
        ("/sitemap.php?year={month:%Y}&mount={month:%m}", "/sitemap.php?year=2026&mount=03"),
        ("/m/{month:%Y-%m}-01", "/m/2026-03-01"),
        ("/news/{n}/", "/news/1/"),
        ("/news/", "/news/"),
    ],
)
def test_the_first_address(pattern: str, expected: str) -> None:
    check_patterns(sections=[HOST + pattern])
    assert first_url(HOST + pattern, DAY) == HOST + expected
    assert is_dated(pattern) == ("day:" in pattern or "month:" in pattern)


def test_pages_of_a_day_are_counted_behind_the_date() -> None:
    assert dated_url("/{day:%Y-%m-%d}?p={n}", DAY) == "/2026-03-07?p={n}"


@pytest.mark.parametrize(
    ("feeds", "sitemaps", "sections", "message"),
    [
        ((), (), ("/{date:%Y}",), "{date:%Y} is no placeholder; there are {n}, {12n}, {day:%Y-%m-%d} and"),
        ((), (), ("/{day}",), "{day} is no placeholder"),
        ((), (), ("/{N}",), "{N} is no placeholder"),
        ((), (), ("/{}",), "{} is no placeholder"),
        ((), (), ("/{12345n}",), "{12345n} is no placeholder"),
        ((), (), ("/{day:%Y-%m}",), "a day is written with %Y, %m, %d, no more and no less"),
        ((), (), ("/{day:}",), "a day is written with %Y, %m, %d"),
        ((), (), ("/{month:%Y}",), "a month is written with %Y, %m, no more and no less"),
        ((), (), ("/{month:%Y-%m-%d}",), "a month is written with %Y, %m, no more and no less"),
        ((), (), ("/{day:%Y-%B-%d}",), "%B is not known; there are %Y, %m, %d, %-m, %-d"),
        ((), (), ("/{day:%Y-%m-%d%}",), "% is not known"),
        ((), (), ("/{month:%Y-%m}/{day:%d}",), "write all dates with {day:…}, or all with {month:…}"),
        ((), (), ("/{day:%Y-%m-%d",), "a brace without its other half"),
        ((), (), ("/n}",), "a brace without its other half"),
        ((), ("/s{n}.xml",), (), "a sitemap has no {n}"),
        (("/feed/{day:%Y%m%d}",), (), (), "a feed has no {day:%Y%m%d}"),
    ],
)
def test_a_wrong_placeholder_is_told(
    feeds: tuple[str, ...], sitemaps: tuple[str, ...], sections: tuple[str, ...], message: str
) -> None:
    (pattern,) = (*feeds, *sitemaps, *sections)
    with pytest.raises(UsageError, match=re.escape(f"{pattern}: ") + ".*" + re.escape(message)):
        check_patterns(feeds, sitemaps, sections)


def test_periods_go_back_to_the_first_day() -> None:
    days = periods("{day:%Y%m%d}", dt.date(2024, 2, 28), dt.date(2024, 3, 1))
    assert [day.first.isoformat() for day in days] == ["2024-03-01", "2024-02-29", "2024-02-28"]
    months = list(periods("{month:%Y%m}", dt.date(2025, 12, 31), dt.date(2026, 2, 10)))
    assert [month.first.isoformat() for month in months] == ["2026-02-01", "2026-01-01", "2025-12-01"]
    assert (
        months[0]
        == period_of("{month:%Y%m}", DAY.replace(month=2))
        == Period(dt.date(2026, 2, 1), dt.date(2026, 2, 28))
    )
    assert list(periods("{day:%Y%m%d}", DAY, DAY - dt.timedelta(days=1))) == []


@pytest.mark.parametrize(
    ("first", "last", "since", "until", "expected"),
    [
        (1, 5, None, None, True),
        (1, 5, 5, 9, True),
        (1, 5, 6, 9, False),
        (6, 9, 1, 6, True),
        (6, 9, 1, 5, False),
    ],
)
def test_a_period_meets_bounds(
    first: int, last: int, since: int | None, until: int | None, expected: bool
) -> None:
    days = [None if day is None else dt.date(2026, 3, day) for day in (since, until)]
    assert Period(dt.date(2026, 3, first), dt.date(2026, 3, last)).meets(*days) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("/sitemap-2019-03.xml", "2019-03-01 2019-03-31"),
        ("/sitemap-pt-post-p1-2020-02.xml.gz", "2020-02-01 2020-02-29"),
        ("/sitemaps/2019/12/news.xml", "2019-12-01 2019-12-31"),
        ("/sitemap.xml?yyyy=2019&mm=03", "2019-03-01 2019-03-31"),
        ("/sitemap.php?sitemap=sitemap.xml&year=2019&mount=3", "2019-03-01 2019-03-31"),
        ("/sitemap_article.xml?date_start=20190215&date_end=20190331", "2019-02-01 2019-03-31"),
        ("/sitemap-2019-10-12.xml", "2019-10-01 2019-10-31"),
        ("/sitemap-2019.xml", None),
        ("/2019.xml", None),
        ("/sitemap-201903.xml", None),
        ("/sitemap-2019-2020.xml", None),
        ("/sitemap-12019-03.xml", None),
        ("/sitemap.xml?year=2019", None),
        ("/sitemap.xml?yyyy=2019&mm=13", None),
        ("/news-sitemap12.xml", None),
    ],
)
def test_the_month_that_a_sitemap_names(name: str, expected: str | None) -> None:
    found = named_period(HOST + name)
    assert (found and f"{found.first} {found.last}") == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/2026/03/07/fire/", DAY),
        ("/news/2026-03-07-fire", DAY),
        ("/20260307/fire-123.html", DAY),
        ("/news/2026/02/31/", None),
        ("/news/2026/03/", None),
        ("/news/fire-2026-03-07", None),
        ("/news/202603071", None),
        ("/news/1", None),
    ],
)
def test_the_day_that_an_article_names(path: str, expected: dt.date | None) -> None:
    assert named_day(HOST + path) == expected
