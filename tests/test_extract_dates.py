"""When a page was published: the witness, the zone, the precision, and what is not believed."""

import datetime as dt
import json

import pytest

from pipelines.article import ExtractionHints, Page
from pipelines.extract.markup import parse
from pipelines.extract.metadata import Metadata, read_metadata
from pipelines.extract.moments import Moment, clock, moment
from pipelines.extract.stamps import Relative, Stamp

FETCHED = dt.datetime(2026, 11, 22, 20, 30, tzinfo=dt.UTC)  # 01:30 of the 23rd in Almaty
ALMATY = ExtractionHints(timezone="Asia/Almaty")


def read(
    body: str = "",
    head: str = "",
    hints: ExtractionHints = ALMATY,
    url: str = "https://herald.example/news/ferry-1",
    feed: dt.datetime | None = None,
) -> Metadata:
    root = parse(
        f"<html lang=ru><head>{head}</head><body><h1>Паром снова ходит по озеру</h1>{body}</body></html>"
    )
    assert root is not None
    return read_metadata(
        Page(url=url, site="x", body=b"x", fetched_at=FETCHED, hints=hints, feed_published=feed), root
    )


def said(found: Moment | None) -> tuple[str, str] | None:
    return (found.local, found.source) if found else None


def linked(published: str, modified: str = "") -> str:
    data = {"@type": "NewsArticle", "datePublished": published, "dateModified": modified}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


META = '<meta property="article:published_time" content="{}">'


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ({"head": linked("2013-02-07T12:03:00+06:00")}, ("2013-02-07T12:03+06:00", "jsonld")),
        ({"head": linked("2013-02-07T06:03:00Z")}, ("2013-02-07T12:03+06:00", "jsonld")),
        ({"head": linked("2013-02-07T12:03:00")}, ("2013-02-07T12:03+06:00", "jsonld")),
        ({"head": linked("2025-02-07T12:03:00")}, ("2025-02-07T12:03+05:00", "jsonld")),
        ({"head": linked("2013-02-07T20:03:00Z")}, ("2013-02-08T02:03+06:00", "jsonld")),
        ({"head": linked("2013-02-07T20:03:00+03:00")}, ("2013-02-07T20:03+03:00", "jsonld")),
        ({"head": linked("2013-02-07T00:00:00+06:00")}, ("2013-02-07", "jsonld")),
        ({"head": META.format("2013-02-07T12:03:00+06:00")}, ("2013-02-07T12:03+06:00", "meta")),
        ({"head": '<meta name="published-date" content="2013-02-07">'}, ("2013-02-07", "meta")),
        ({"body": "<time datetime='2013-02-07T12:03:00'>x</time>"}, ("2013-02-07T12:03+06:00", "time")),
        (
            {"body": "<span itemprop=datePublished>7 февраля 2013, 12:03</span>"},
            ("2013-02-07T12:03+06:00", "time"),
        ),
        ({"body": "<div class=date>07 февраля 2013, 12:03</div>"}, ("2013-02-07T12:03+06:00", "text")),
        ({"body": "<div><b>21 fevral 2026</b> <i>17:44</i></div>"}, ("2026-02-21T17:44+05:00", "text")),
        ({"body": "<p>Иван Иванов, 12 мая 2020</p>"}, ("2020-05-12", "text")),
        ({"body": "<div class=date>Сегодня, 00:10</div>"}, ("2026-11-23T00:10+05:00", "text")),
        ({"body": "<div class=date>Кеше, 12:03</div>"}, ("2026-11-22T12:03+05:00", "text")),
        ({"body": "<div class=date>20 минут назад</div>"}, ("2026-11-23", "text")),
        ({"body": "<div class=date>2 часа назад</div>"}, ("2026-11-22", "text")),
        ({"body": "<div class=date>1 час назад</div>"}, None),
        ({"feed": dt.datetime(2013, 2, 7, 6, 3, tzinfo=dt.UTC)}, ("2013-02-07T12:03+06:00", "feed")),
        ({"url": "https://herald.example/2013/02/07/ferry"}, ("2013-02-07", "url")),
        ({"url": "https://herald.example/news/20130207/ferry"}, ("2013-02-07", "url")),
        ({"url": "https://herald.example/news/ferry-20130207123"}, None),
        ({}, None),
    ],
)
def test_each_witness(page: dict[str, object], expected: tuple[str, str] | None) -> None:
    assert said(read(**page).published) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "date",
    [
        "1970-01-01T00:00:00Z",
        "1989-12-31",
        "2026-11-24T10:00:00Z",
        "2099-01-01",
        "0000-00-00",
        "2013-02-30",
        "soon",
    ],
)
def test_an_impossible_date_gives_way_to_the_next_witness(date: str) -> None:
    assert said(read(head=linked(date) + META.format("2013-02-07")).published) == ("2013-02-07", "meta")
    assert read(head=linked(date)).published is None


def test_the_order_of_witnesses() -> None:
    head = linked("2013-02-01") + META.format("2013-02-02")
    body = (
        "<time datetime=2013-02-03>x</time><div class=when>04.02.2013</div><div class=date>05.02.2013</div>"
    )
    hints = ExtractionHints(timezone="Asia/Almaty", date_css=".when")
    feed = dt.datetime(2013, 2, 6, 6, 3, tzinfo=dt.UTC)
    url = "https://herald.example/2013/02/07/ferry"
    assert said(read(body, head, hints, url, feed).published) == ("2013-02-01", "jsonld")
    assert said(read(body, META.format("2013-02-02"), hints, url, feed).published) == ("2013-02-02", "meta")
    assert said(read(body, "", hints, url, feed).published) == ("2013-02-03", "time")
    assert said(read("<div class=when>04.02.2013</div>", "", hints, url, feed).published) == (
        "2013-02-04",
        "hint",
    )
    assert said(read("", "", hints, url, feed).published) == ("2013-02-06T12:03+06:00", "feed")


def test_a_later_witness_gives_the_time_of_the_same_day() -> None:
    body = "<div class=date>07 февраля 2013, 12:03</div>"
    assert said(read(body, linked("2013-02-07")).published) == ("2013-02-07T12:03+06:00", "text")
    assert said(read(body, linked("2013-02-06")).published) == ("2013-02-06", "jsonld")


NO_ZONE = ExtractionHints()


def test_without_a_zone_a_time_without_offset_is_only_a_day() -> None:
    found = read(head=linked("2013-02-07T12:03:00"), hints=NO_ZONE).published
    assert found == Moment(None, dt.date(2013, 2, 7), "2013-02-07", "jsonld")
    assert found.precision == "day"


def test_without_a_zone_relative_words_say_nothing() -> None:
    assert read("<div class=date>Сегодня, 12:03</div>", hints=NO_ZONE).published is None


def test_without_a_zone_utc_gives_way_to_the_day_that_the_page_shows() -> None:
    late = linked("2013-02-08T02:30:00Z")
    found = read("<div class=date>7 февраля 2013</div>", late, NO_ZONE).published
    assert found is not None
    assert found.at == dt.datetime(2013, 2, 8, 2, 30, tzinfo=dt.UTC)
    assert (found.day, found.local) == (dt.date(2013, 2, 7), "2013-02-07")
    same = read(head=late + META.format("2013-02-07T21:30:00-05:00"), hints=NO_ZONE).published
    assert same is not None
    assert same.local == "2013-02-07T21:30-05:00"
    other = read("<div class=date>5 февраля 2013</div>", late, NO_ZONE).published
    assert said(other) == ("2013-02-08T02:30+00:00", "jsonld")


@pytest.mark.parametrize(
    "body",
    [
        "<header class=site><span class=date>22 ноября 2026, 12:00</span></header>",
        "<aside><div class=date>05.02.2013</div></aside>",
        "<div class=related-news><div class=date>05.02.2013</div>" + "<p><a>Another headline</a></p>" * 9,
        "<div class=comments><span class=date>05.02.2013 10:00</span><p>"
        + "I do not believe a word of it. " * 9,
        "<p>Выборы пройдут 20 мая 2022 года</p>",
        "<ul><li><a>Сегодня</a></li><li><a>Вчера</a></li></ul>",
        "<p>2 часа назад</p>",
        "<p>" + "Паром стоял с ноября. " * 8 + "Его починили 5 февраля 2013 года.</p>",
        "<p>5 мая 2020 года порт закрыли из-за льда, и паром стоял до осени, сообщили в порту.</p>",
    ],
)
def test_dates_of_other_things_are_not_the_pages_own(body: str) -> None:
    text = (
        "<article>"
        + "<p>The ferry between the two shores of the lake is running again.</p>" * 12
        + "</article>"
    )
    assert read(body + "</p></div>" + text).published is None


def test_a_clock_above_the_headline_is_the_time_of_the_fetch() -> None:
    root = parse(
        "<html><body><div class='topbar'>22 ноября 2026, 12:00</div><h1>Паром снова ходит по озеру</h1>"
        "<div class=date>07.02.2013 12:03</div></body></html>"
    )
    assert root is not None
    found = read_metadata(
        Page(url="https://herald.example/a", site="x", body=b"x", fetched_at=FETCHED, hints=ALMATY), root
    )
    assert said(found.published) == ("2013-02-07T12:03+06:00", "text")


def test_modified() -> None:
    found = read(head=linked("2013-02-07T12:03:00+06:00", "2013-02-07T15:00:00+06:00"))
    assert said(found.modified) == ("2013-02-07T15:00+06:00", "jsonld")
    assert read(head=linked("2013-02-07", "2013-02-06")).modified is None
    assert read(head=linked("2013-02-07")).modified is None
    time = '<time class="updated" datetime="2013-02-09T10:00:00+06:00">x</time>'
    found = read(time, linked("2013-02-07"))
    assert said(found.published) == ("2013-02-07", "jsonld")
    assert said(found.modified) == ("2013-02-09T10:00+06:00", "time")


NOW = clock(FETCHED, "Asia/Almaty")


@pytest.mark.parametrize(
    ("when", "local"),
    [
        (Stamp(dt.date(2026, 11, 23), dt.time(20, 0)), "2026-11-23T20:00+05:00"),
        (Stamp(dt.date(2026, 11, 24), dt.time(9, 0)), None),
        (Stamp(dt.date(2026, 11, 23)), "2026-11-23"),
        (Stamp(dt.date(2026, 11, 24)), None),
        (Stamp(dt.date(1990, 1, 1)), "1990-01-01"),
        (Relative(days=0), "2026-11-23"),
        (Relative(days=2, time=dt.time(1, 0)), "2026-11-21T01:00+05:00"),
        (Relative(latest=dt.timedelta(minutes=89), earliest=dt.timedelta(minutes=90)), "2026-11-23"),
        (Relative(latest=dt.timedelta(minutes=90), earliest=dt.timedelta(minutes=91)), None),
    ],
)
def test_moment(when: Stamp | Relative, local: str | None) -> None:
    found = moment(when, "text", NOW)
    assert (found.local if found else None) == local
