"""Archives of years: read back to `since`, gone on with after a kill, estimated before the first page."""

import contextlib
import datetime as dt
import math
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crawlers.round.sites import Site as RoundSite
from crawlers.sources import STALE_PAGES
from pipelines.errors import UsageError
from pipelines.report.run_record import RunRecord, load
from tests.archive_site import MORE, XML, Archive, months
from tests.loopback import Answer, serve
from tests.running import Place, path_of
from tests.spiders.archives import WrongKz
from tests.test_crawl import HTML, LOOP

BACK = ("-a", "backfill=1")
THREE_YEARS = (*BACK, "-a", "since=2021-01-01", "-a", "until=2023-12-31")


class Site:
    """A site with archives, and its crawls."""

    def __init__(self, folder: Path, archive: Archive, seen: list[tuple[str, dict[str, str]]]) -> None:
        self.archive = archive
        self.place = Place(folder, {"LOOP_HOST": archive.url.removeprefix("http://")})
        self._seen = seen
        self.asked: Counter[str] = Counter()
        """What the last crawl asked for, without robots.txt and what a host states of rights."""
        self.err = ""

    def crawl(self, site: str, *arguments: str, code: int = 0, **variables: str) -> RunRecord:
        before, asked = set(self.place.store.glob("runs/*/*.json")), len(self._seen)
        done = self.place.scrapy("crawl", site, *LOOP, "-L", "INFO", *arguments, **variables)
        self.err = done.err
        assert done.code == code, done.err
        files = ("/robots.txt", "/.well-known/tdmrep.json", "/ai.txt")
        self.asked = Counter(path for path, _ in self._seen[asked:] if path not in files)
        found = set(self.place.store.glob("runs/*/*.json")) - before
        return load(found.pop().read_bytes()) if found else None  # type: ignore[return-value]

    def sources(self) -> list[str]:
        """The sources that the last crawl asked for."""
        return [path for path in self.asked.elements() if not path.startswith("/news/")]

    def walked(self) -> set[str]:
        """The sources that backfills need not read again."""
        (path,) = (self.place.folder / "ledger").glob("*/*.sqlite3")
        with contextlib.closing(sqlite3.connect(path)) as db:
            return {path_of(url) for (url,) in db.execute("SELECT url FROM walks WHERE page_url IS NULL")}

    def stored(self) -> list[int]:
        """The articles in the dataset, each as often as it is there."""
        paths = [path_of(row["url"]) for row in self.place.rows("articles")]
        return sorted(int(path.rpartition("/")[2]) for path in paths)


@pytest.fixture
def archive() -> Archive:
    return Archive([])


@pytest.fixture
def site(tmp_path: Path, archive: Archive) -> Iterator[Site]:
    with serve(archive) as server:
        archive.url = server.url
        yield Site(tmp_path, archive, server.seen)


def days(first: str, count: int) -> list[dt.date]:
    return [dt.date.fromisoformat(first) + dt.timedelta(days=day) for day in range(count)]


ARCHIVES = {
    "months_kz": (THREE_YEARS, months(2021, 3)),
    "days_kz": ((*BACK, "-a", "since=2023-12-20", "-a", "until=2024-01-18"), days("2023-12-20", 30)),
}
"""Site -> arguments, days of its articles: one in each of its sources."""


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_backfill_that_is_killed_goes_on_where_it_was(site: Site, name: str) -> None:
    arguments, site.archive.days = ARCHIVES[name]
    site.crawl(name, *arguments, code=-9, NEWS_KILL_AT="addresses_queued:5")
    # Not the last one whose addresses were queued, nor others that were taken in with it and not noted yet.
    assert 1 <= len(site.walked()) <= 4
    first = site.walked()
    site.crawl(name, *arguments, code=-9, NEWS_KILL_AT="page_spooled:8")
    assert not first.intersection(site.asked)
    assert sorted(site.sources()) == sorted(site.walked() - first)
    assert len(site.walked()) == len(site.archive.days)
    record = site.crawl(name, *arguments)
    assert site.sources() == []
    # Eight pages were in the spool, and each other one is asked for.
    assert sum(site.asked.values()) <= len(site.archive.days) - 8
    assert (site.stored(), record.pending) == (site.archive.numbers(), 0)
    site.crawl(name, *arguments)
    assert not site.asked


def test_a_list_that_is_killed_goes_on_at_its_last_page(site: Site) -> None:
    site.archive.days = months(2021, 3)[:30]
    site.crawl("more_kz", *BACK, code=-9, NEWS_KILL_AT="addresses_queued:5")
    # Meanwhile the entries of each page moved on by one.
    site.archive.days.append(dt.date(2024, 1, 1))
    site.crawl("more_kz", *BACK)
    assert site.sources() == [f"/more?start={2 * page}" for page in (0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11)]
    assert site.stored() == site.archive.numbers()
    site.crawl("more_kz", *BACK)
    assert not site.asked


def test_three_years_are_told_before_the_first_page(site: Site) -> None:
    site.archive.days = months(2021, 3)
    site.archive.instead["/robots.txt"] = Answer(body=b"User-agent: *\nCrawl-delay: 0.05\n")
    begun = time.monotonic()
    record = site.crawl("months_kz", *THREE_YEARS, NEWS_HOST_PAGES="20")
    took = time.monotonic() - begun
    told = record.estimate
    assert told is not None
    assert (told.pages, told.requests, told.at_least) == (36, 36, False)
    assert told.seconds_a_request == 0.05
    assert round(told.seconds, 6) == 1.8
    assert (told.pages_a_run, told.runs) == (20, 2)
    assert took > told.seconds * 20 / 36
    line = "36 pages in 36 requests, 0.05 s each or more: 1.8 s, in 2 runs of 20 pages"
    assert f"backfill: {line}" in site.err
    assert f"months_kz: estimated at the start: {line}" in site.err
    assert "backfill: 36 sources are read first, at least 1.8 s at 0.05 s each" in site.err
    assert site.err.index("backfill: 36 pages") < site.err.index("the bound of a run (NEWS_HOST_PAGES)")
    assert len(site.sources()) == 36
    assert record.pending == 16
    second = site.crawl("months_kz", *THREE_YEARS, NEWS_HOST_PAGES="20")
    assert second.estimate is not None
    assert (second.estimate.requests, second.estimate.runs, second.pending) == (16, 1, 0)
    assert "0 sources are read first" in site.err
    assert "36 were read by earlier runs" in site.err
    # The estimate was the truth: so many requests, in so many runs.
    assert sum(site.asked.values()) == 16
    assert site.stored() == site.archive.numbers()


def test_what_could_not_be_read_makes_it_at_least_and_is_read_by_the_next_run(site: Site) -> None:
    site.archive.days = months(2021, 1)
    lost = "/sitemap.php?year=2021&mount=04"
    site.archive.instead[lost] = Answer(status=500)
    year = (*BACK, "-a", "since=2021-01-01", "-a", "until=2021-12-31", "-a", "limit=4")
    told = site.crawl("months_kz", *year).estimate
    assert told is not None
    assert (told.pages, told.at_least, told.runs) == (11, True, 3)
    assert "at least 11 pages" in site.err
    del site.archive.instead[lost]
    site.crawl("months_kz", *year)
    assert site.sources() == [lost]


def test_a_longer_backfill_reads_what_is_before_and_the_month_of_the_bound(site: Site) -> None:
    site.archive.days = months(2021, 1)
    until = ("-a", "until=2021-12-31")
    site.crawl("months_kz", *BACK, "-a", "since=2021-06-20", *until)
    assert site.stored() == [7, 8, 9, 10, 11, 12]
    site.crawl("months_kz", *BACK, "-a", "since=2021-05-01", *until)
    assert sorted(path[-2:] for path in site.sources()) == ["05", "06"]
    assert site.stored() == [5, 6, 7, 8, 9, 10, 11, 12]


def test_a_list_whose_addresses_name_days_is_read_as_far_as_since(site: Site) -> None:
    days = sorted(months(2021, 3), reverse=True)
    for page in range(len(days) // MORE):
        shown = days[page * MORE :][:MORE]
        anchors = "".join(f"<a href='/{day:%Y/%m/%d}/news/1'>x</a>" for day in shown)
        site.archive.instead[f"/more?start={2 * page}"] = Answer(body=anchors.encode(), headers=HTML)
    site.crawl("more_kz", *BACK, "-a", "since=2023-01-01")
    lists = [path for path in site.asked if path.startswith("/more")]
    assert len(lists) == 12 // MORE + STALE_PAGES
    assert len(site.asked) - len(lists) == 12


def test_an_index_is_read_and_of_its_parts_what_may_hold_the_days(site: Site) -> None:
    site.archive.days = months(2021, 2)
    lastmods = {"2021-03": "2021-04-02", "2022-05": "2021-12-01", "2022-06": "2026-01-01"}
    parts = [f"{day:%Y-%m}" for day in site.archive.days]

    def index() -> Answer:
        entries = "".join(
            f"<sitemap><loc>{site.archive.url}/sitemap-{part}.xml</loc>"
            + (f"<lastmod>{lastmods[part]}</lastmod></sitemap>" if part in lastmods else "</sitemap>")
            for part in parts
        )
        return Answer(body=f"<sitemapindex>{entries}</sitemapindex>".encode(), headers=XML)

    site.archive.instead["/sitemap.xml"] = index()
    bounds = (*BACK, "-a", "since=2022-04-01", "-a", "until=2022-07-31")
    site.crawl("index_kz", *bounds)
    # April to July, but for May: nothing in it was changed since December.
    expected = ["04", "06", "07"]
    assert sorted(path[-6:-4] for path in site.sources()[1:]) == expected
    assert site.stored() == [16, 18, 19]
    site.crawl("index_kz", *bounds)
    assert site.sources() == ["/sitemap.xml"]
    # A part that changed since it was read is read again.
    lastmods["2022-06"] = (dt.datetime.now(dt.UTC) + dt.timedelta(seconds=30)).isoformat()
    site.archive.instead["/sitemap.xml"] = index()
    site.crawl("index_kz", *bounds)
    assert site.sources() == ["/sitemap.xml", "/sitemap-2022-06.xml"]


def test_a_ledger_that_was_lost_reads_all_again_and_stores_nothing_twice(site: Site) -> None:
    site.archive.days = months(2021, 1)
    year = (*BACK, "-a", "since=2021-01-01", "-a", "until=2021-12-31")
    site.crawl("months_kz", *year)
    site.crawl("months_kz", *year, NEWS_LEDGER_DIR=str(site.place.folder / "other"))
    assert (len(site.asked), len(site.sources())) == (12, 12)
    assert site.stored() == site.archive.numbers()


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("months_kz", BACK, "-a backfill=1: months_kz has archives by day or month: say how far back"),
        ("wrong_kz", (), "{date:%Y} is no placeholder"),
    ],
)
def test_wrong_use_is_told_in_a_line(site: Site, name: str, arguments: tuple[str, ...], message: str) -> None:
    site.crawl(name, *arguments, code=2)
    assert message in site.err
    assert not site.asked


# Ordinary runs


def day_of(path: str) -> dt.date:
    return dt.date.fromisoformat(path.split("date=")[1][:10])


def test_lists_by_day_are_read_as_far_back_as_they_bring_something_new(site: Site) -> None:
    today = dt.datetime.now(ZoneInfo("Asia/Almaty")).date()
    site.archive.days = [today - dt.timedelta(days=back) for back in (9, 8, 7, 4, 3, 2, 1)]
    site.crawl("days_kz")
    # Today is empty, and the day before is read all the same; five days ago was nothing.
    found = [day_of(path) for path in site.sources()]
    assert found[0] - today in (dt.timedelta(0), dt.timedelta(days=1))
    assert [(found[0] - day).days for day in found][:6] == [0, 1, 2, 3, 4, 5]
    assert site.stored() == [4, 5, 6, 7]
    site.archive.days.append(today)
    site.crawl("days_kz")
    assert len(site.sources()) == 2
    assert site.stored() == [4, 5, 6, 7, 8]


def test_an_archive_whose_day_has_not_begun_is_no_fault(site: Site) -> None:
    today = dt.datetime.now(ZoneInfo("Asia/Almaty")).date()
    site.archive.days = [today - dt.timedelta(days=1)]
    for day in (today, today + dt.timedelta(days=1)):
        site.archive.instead[f"/?lable=8&date={day}&order=time"] = Answer(status=404)
    record = site.crawl("days_kz")
    assert record.complaints == []
    assert site.stored() == [1]


def test_a_list_that_repeats_is_read_twice(site: Site) -> None:
    """All its entries are new in the first run, on each page: they are news once."""
    site.archive.days = months(2021, 1)
    first = site.archive["/more?start=0"]
    for page in range(1, 9):
        site.archive.instead[f"/more?start={2 * page}"] = first
    site.crawl("more_kz")
    assert site.sources() == ["/more?start=0", "/more?start=2"]
    site.crawl("more_kz", *BACK)
    assert len(site.sources()) == STALE_PAGES + 1


def test_pinned_entries_hide_nothing_and_cost_nothing(site: Site) -> None:
    site.archive.days = months(2021, 1)
    site.archive.pinned = (2, 1)
    site.crawl("more_kz")
    assert site.stored() == site.archive.numbers()
    site.archive.days += months(2022, 1)[:4]
    site.crawl("more_kz")
    # Four new ones on two pages, and a page of known ones.
    assert len(site.sources()) == math.ceil(4 / MORE) + 1
    assert site.stored() == site.archive.numbers()
    site.crawl("more_kz")
    assert len(site.sources()) == 1


def test_a_list_by_popularity_is_read_while_it_brings_news_and_whole_in_a_backfill(site: Site) -> None:
    site.archive.days = months(2021, 1)

    def popular(numbers: list[int]) -> list[Any]:
        return sorted(numbers, key=lambda number: (number * 7 % 11, number))

    site.archive.more = popular
    site.crawl("more_kz")
    assert site.stored() == site.archive.numbers()
    site.archive.days += months(2022, 1)[:3]
    site.crawl("more_kz", *BACK)
    assert site.stored() == site.archive.numbers()


def test_a_round_refuses_a_wrong_placeholder() -> None:
    with pytest.raises(UsageError, match="is no placeholder"):
        RoundSite.of(WrongKz)
