"""Spider traps by their addresses, and articles that must not be taken for one."""

import datetime as dt
import time

import pytest

from crawlers.discovery.traps import trap_of

NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
A = "https://paper.kz"

TRAPS = [
    (f"{A}/{'/'.join(f'd{n}' for n in range(21))}", "too_deep"),
    (f"{A}/a/a/a", "repeating"),
    (f"{A}/news/news/news/1", "repeating"),
    (f"{A}/ru/news/rubric/news/rubric/news/rubric/", "repeating"),
    (f"{A}/2026/11/x/y/z/x/y/z/x/y/z/q", "repeating"),
    (f"{A}/cal/5/cal/5/cal/5", "repeating"),
    (f"{A}/news?{'&'.join(f'p{n}=1' for n in range(13))}", "parameters"),
    (f"{A}/news?tag[]=1&tag[]=2&tag[]=3&tag[]=4", "parameters"),
    (f"{A}/archive/2028/01/", "calendar"),
    (f"{A}/archive/2031-05-01", "calendar"),
    (f"{A}/events/1905/02", "calendar"),
    (f"{A}/calendar?year=2031&m=5", "calendar"),
    (f"{A}/calendar?date=2031-05-01", "calendar"),
    (f"{A}/calendar?date=2031%2D05%2D01", "calendar"),
    (f"{A}/?m=203105", "calendar"),
    (f"{A}/?m=196912", "calendar"),
]

NO_TRAPS = [
    A,
    f"{A}/",
    f"{A}?p=1",
    f"{A}/news/12345",
    f"{A}/news/news/12345",
    f"{A}/a/b/a/b/1",
    f"{A}/2011/11/11/11/11/title",
    f"{A}/modules/news/article.php?storyid=2031",
    f"{A}/?id=203105",
    f"{A}/ru/news:123",
    f"{A}/2027/01/01/happy-new-year",
    f"{A}/1991/12/16/independence",
    f"{A}/news/2031/5/",
    f"{A}/news/2050/kz-goals",
    f"{A}/news/plan-2050-12",
    f"{A}/a-year=2050",
    f"{A}/index.php?option=com_content&view=article&id=1&catid=2&Itemid=3&lang=kk&tmpl=x&layout=y",
    f"{A}/n?id=1&id=2&id=3",
    f"{A}/{'/'.join(f'd{n}' for n in range(20))}",
]


@pytest.mark.parametrize(("url", "trap"), TRAPS)
def test_traps(url: str, trap: str) -> None:
    assert trap_of(url, NOW) == trap


@pytest.mark.parametrize("url", NO_TRAPS)
def test_no_traps(url: str) -> None:
    assert trap_of(url, NOW) is None


@pytest.mark.parametrize(
    "url",
    [f"{A}{'/2031' * 20}?{'&' * 2000}", f"{A}/?{'date=2' * 340}", f"{A}/{'a/' * 1000}", f"{A}{'/' * 2000}"],
)
def test_hostile_addresses_take_no_time(url: str) -> None:
    start = time.process_time()
    for _ in range(100):
        trap_of(url, NOW)
    assert time.process_time() - start < 1.0
