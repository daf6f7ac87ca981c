"""When a page was published: the witness, the zone, the precision, and what is not believed."""

import datetime as dt
import json

import pytest

from pipelines.article import ExtractionHints, Page
from pipelines.extract.markup import parse
from pipelines.extract.metadata import Metadata, read_metadata
from pipelines.extract.moments import Moment

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


def test_an_attribute_with_the_month_first_gives_way_to_the_day_that_is_shown() -> None:
    time = '<time datetime="{} | 22:55">{} | 22:55</time>'
    for stated, shown in (
        ("11.05.2026", "05.11.2026"),
        ("11.21.2026", "21.11.2026"),
        ("11.11.2026", "11.11.2026"),
    ):
        day, month, year = shown.split(".")
        assert said(read(time.format(stated, shown)).published) == (
            f"{year}-{month}-{day}T22:55+05:00",
            "time",
        )
    found = read(time.format("05.11.2026", "07.11.2026"))
    assert said(found.published) == ("2026-11-05T22:55+05:00", "time")


def test_modified() -> None:
    found = read(head=linked("2013-02-07T12:03:00+06:00", "2013-02-07T15:00:00+06:00"))
    assert said(found.modified) == ("2013-02-07T15:00+06:00", "jsonld")
    assert read(head=linked("2013-02-07", "2013-02-06")).modified is None
    assert read(head=linked("2013-02-07")).modified is None
    time = '<time class="updated" datetime="2013-02-09T10:00:00+06:00">x</time>'
    found = read(time, linked("2013-02-07"))
    assert said(found.published) == ("2013-02-07", "jsonld")
    assert said(found.modified) == ("2013-02-09T10:00+06:00", "time")


FORMATS = """
Asia/Almaty     07 февраля 2013, 12:03              2013-02-07T12:03+06:00
Asia/Almaty     07 февраля 2025, 12:03              2025-02-07T12:03+05:00
Asia/Almaty     Сегодня, 00:03                      2026-11-23T00:03+05:00
Asia/Almaty     Вчера, 12:03                        2026-11-22T12:03+05:00
Asia/Almaty     Бүгін, 00:15                        2026-11-23T00:15+05:00
Asia/Almaty     19 қараша 2023                      2023-11-19
Asia/Almaty     Кеше                                2026-11-22
Asia/Almaty     05 қыр, 2022 сағат 12:19            2022-09-05T12:19+06:00
Asia/Almaty     30 قاڭتار, 2026 ساعات 13:48         2026-01-30T13:48+05:00
Asia/Almaty     11:17, 17 Qazan 2023                2023-10-17T11:17+06:00
Asia/Almaty     4 декабря, 2024                     2024-12-04
Asia/Almaty     19 сентября 2026 года               2026-09-19
Asia/Almaty     Пятница, 04 Июл 2025, 12:00         2025-07-04T12:00+05:00
Asia/Qyzylorda  05.12.2018 / 12:03                  2018-12-05T12:03+06:00
Asia/Qyzylorda  25.12.2018 / 12:03                  2018-12-25T12:03+05:00
Asia/Almaty     25.09 09:22                         2026-09-25T09:22+05:00
Asia/Almaty     15 минут бұрын                      2026-11-23
Asia/Dushanbe   12 мая, 2025 / 12:24                2025-05-12T12:24+05:00
Asia/Dushanbe   08/07 17:00                         2026-07-08T17:00+05:00
Asia/Bishkek    08.01.2026, 18:43                   2026-01-08T18:43+06:00
Asia/Tashkent   Jamiyat | 14:20 / 12.03.2025        2025-03-12T14:20+05:00
Asia/Tashkent   10.03.2025 | 12.03.2025 14:20       2025-03-12T14:20+05:00
Asia/Ashgabat   Düýn, 18-nji maýda                  2026-11-22
Asia/Ashgabat   1-nji sentýabrda, 10:15             2026-09-01T10:15+05:00
Asia/Baku       21.02.2026 [19:22]                  2026-02-21T19:22+04:00
Asia/Baku       21 fevral, 2026                     2026-02-21
Asia/Baku       20 Fevral 14:23                     2026-02-20T14:23+04:00
Asia/Baku       19:00 | 20 Fevral 23:30             2026-02-20T23:30+04:00
Asia/Baku       18:14 | 20 Fevral 2026              2026-02-20T18:14+04:00
Asia/Baku       21 fevral                           2026-02-21
Asia/Baku       Dekabrın 19-da                      2025-12-19
Asia/Baku       08 fevral, 2025 / 09:22             2025-02-08T09:22+04:00
Asia/Baku       22:3101 Fevral, 2021                2021-02-01T22:31+04:00
Asia/Baku       01 iyul, 2015 / 09:22               2015-07-01T09:22+05:00
Asia/Baku       6 Dekabr 2025 15:49 (UTC +04:00)    2025-12-06T15:49+04:00
Asia/Baku       3 İYUN 2020, 10:00                  2020-06-03T10:00+04:00
Asia/Ulaanbaatar 2024-1-11                          2024-01-11
Asia/Ulaanbaatar 2017 оны 2 сарын 07                2017-02-07
Asia/Ulaanbaatar 2026.03.12                         2026-03-12
Asia/Almaty     April 9, 2026                       2026-04-09
Europe/Istanbul 2024-07-03 18:24                    2024-07-03T18:24+03:00
Europe/Istanbul 3 KASIM 2015 18:24                  2015-11-03T18:24+03:00
Europe/Istanbul 10 Kasım 2015 18:24                 2015-11-10T18:24+02:00
Europe/Kyiv     12 листопада 2022, 08:00            2022-11-12T08:00+02:00
Asia/Yerevan    5 հունվարի 2024, 12:30              2024-01-05T12:30+04:00
Asia/Tbilisi    7 მაისი 2024, 10:00                 2024-05-07T10:00+04:00
Europe/Moscow   25 октября 2014 в 10:00             2014-10-25T10:00+04:00
Europe/Moscow   26 октября 2014 в 10:00             2014-10-26T10:00+03:00
"""


@pytest.mark.parametrize("line", FORMATS.strip().splitlines())
def test_every_format_on_a_page_with_its_zone(line: str) -> None:
    zone, rest = line.split(maxsplit=1)
    text, expected = rest.rsplit(maxsplit=1)
    hints = ExtractionHints(timezone=zone)
    assert said(read(f"<div class=date>{text.strip()}</div>", hints=hints).published) == (expected, "text")
    by_hint = ExtractionHints(timezone=zone, date_css=".x")
    found = read(f"<p>Реклама</p><b class=x>{text.strip()}</b>", hints=by_hint).published
    assert said(found) == (expected, "hint")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<div class=a><i>17:44</i><b>21 fevral 2026</b></div>", "2026-02-21T17:44+05:00"),
        ("<div class=date><b>November 20</b><i>15:23</i><i>2019</i></div>", "2019-11-20T15:23+06:00"),
        ("<span>Опубликовано:</span> <span>07.02.2013 12:03</span>", "2013-02-07T12:03+06:00"),
        ("<date>07.02.2013 12:03</date>", "2013-02-07T12:03+06:00"),
        ("<time>Вчера, 12:03</time>", "2026-11-22T12:03+05:00"),
        ("<time datetime=bad>07.02.2013 12:03</time>", "2013-02-07T12:03+06:00"),
        ("<time datetime=2013-02-07>7 февраля 2013, 12:03</time>", "2013-02-07T12:03+06:00"),
        ("<p>" + "Паром снова ходит по озеру. " * 9 + "</p><div class=date>07.02.2013</div>", "2013-02-07"),
        ("<p>07.02.2013 12:03, обновлено 08.02.2013 13:04</p>", "2013-02-07T12:03+06:00"),
        ("<p>Обновлено: 08.02.2013 13:04</p><p>Опубликовано: 07.02.2013 12:03</p>", "2013-02-07T12:03+06:00"),
    ],
)
def test_where_a_visible_date_stands(body: str, expected: str) -> None:
    found = read(body).published
    assert found is not None
    assert found.local == expected


@pytest.mark.parametrize(
    "markup",
    [
        "<span data-unixtime=1360216980></span>",
        "<span data-time=1360216980>x</span>",
        "<div class=meta><span rawdate=1360216980>x</span></div>",
        "<span data-timestamp=1360216980000></span>",
        "<a data-datetime=2013-02-07T06:03:00Z href=#>x</a>",
        "<span data-publish-date='2013-02-07 12:03'></span>",
    ],
)
def test_times_in_attributes(markup: str) -> None:
    assert said(read(markup).published) == ("2013-02-07T12:03+06:00", "time")


def test_an_attribute_of_what_holds_the_headline() -> None:
    root = parse("<html><body><article data-published=1360216980><h1>Паром снова ходит</h1></article>")
    assert root is not None
    page = Page(url="https://herald.example/a", site="x", body=b"x", fetched_at=FETCHED, hints=ALMATY)
    assert said(read_metadata(page, root).published) == ("2013-02-07T12:03+06:00", "time")


@pytest.mark.parametrize(
    "markup",
    [
        "<span data-id=1360216980></span>",
        "<span data-server-time=1360216980></span>",
        "<span data-updated-time=1360216980></span>",
        "<span data-time=330></span>",
    ],
)
def test_numbers_in_other_attributes_are_no_times(markup: str) -> None:
    assert read(markup).published is None


def test_a_hint_may_name_date_and_time_apart() -> None:
    hints = ExtractionHints(timezone="Asia/Almaty", date_css=".d, .t")
    found = read(
        "<p class=t>17:44</p><p>Просмотров 12</p><p class=d>21 fevral 2026</p>", hints=hints
    ).published
    assert found is not None
    assert found.day == dt.date(2026, 2, 21)
    time = ExtractionHints(timezone="Asia/Almaty", date_css=".t")
    assert said(read("<p class=t>17:44</p>", META.format("2026-02-21"), time).published) == (
        "2026-02-21T17:44+05:00",
        "hint",
    )
    assert read("<p class=t>17:44</p>", hints=time).published is None


def test_a_day_without_its_year_takes_that_of_a_better_witness() -> None:
    body = "<div class=date>20 Fevral 14:23</div>"
    url = "https://herald.example/2020/02/20/ferry"
    assert said(read(body, url=url).published) == ("2020-02-20T14:23+06:00", "text")
    assert said(read(body, linked("2021-02-20")).published) == ("2021-02-20T14:23+06:00", "text")
    other = read(body, url="https://herald.example/2020/03/20/ferry").published
    assert said(other) == ("2020-03-20", "url")


TEXT = "<p>" + "The ferry between the two shores of the lake is running again. " * 3 + "</p>"
TEASERS = "".join(
    f"<div class=item><span class=news-date>{day}.02.2013 10:0{day % 10}</span>"
    f"<a href=/n/{day}>Another headline that is long enough to be one</a></div>"
    for day in range(10, 15)
)


@pytest.mark.parametrize(
    "body",
    [
        TEXT * 4 + TEASERS,
        TEASERS,
        TEXT * 4 + "<div class=says><i class=date>05.02.2013 10:00</i> No!</div>" * 3,
        TEXT * 4 + "<ul><li><b>A radio show</b>, 5 мая 2013</li></ul>",
        TEXT * 3 + "<p>5 мая 2013</p>" + TEXT * 3,
        TEXT * 4 + "<p>One</p><time>05.02.2013</time><p>Two</p><time>06.02.2013</time>",
        "<p>Dec 10</p>",
        "<p>12-15 мая 2013</p>",
        "<div class=date>12.05.2013 - 15.05.2013</div>",
    ],
)
def test_dates_of_lists_comments_and_events_are_not_the_articles(body: str) -> None:
    assert read(TEXT + body).published is None


def page_with_head(head: str, after: str = "") -> Moment | None:
    root = parse(
        f"<html lang=ru><body>{head}<div class=page><h1>Паром снова ходит по озеру</h1>{after}"
        f"{TEXT * 4}</div>"
    )
    assert root is not None
    page = Page(url="https://herald.example/a", site="x", body=b"x", fetched_at=FETCHED, hints=ALMATY)
    return read_metadata(page, root).published


MENU = "<div>" + "".join(f"<a href=/{n}>Рубрика {n}</a> " for n in range(8)) + "</div>"


@pytest.mark.parametrize(
    "head",
    [
        "<div>23.11.2026 01:09</div>",
        "<div class=clock>23.11.2026 01:09</div>",
        "<div>жұма, 23 қараша 2026</div>",
        "<div>Өнөөдөр / 2026.11.23</div>",
        "<div>2026, 23 Noyabr, Bazar ertəsi, Bakı vaxtı 01:09</div>",
        "<div><time datetime=2026-11-23T01:09:00+05:00>01:09</time></div>",
        f"<div>19 აპრილი 2024, 22:30</div>{MENU}",
        f"<div class=date>19.04.2024</div>{MENU}",
        "<div class=weather><span class=date>19.04.2024</span></div>",
    ],
)
def test_the_clock_in_the_head_of_the_page(head: str) -> None:
    assert page_with_head(head) is None
    assert said(page_with_head(head, "<div class=date>07.02.2013 12:03</div>")) == (
        "2013-02-07T12:03+06:00",
        "text",
    )


def test_a_date_right_above_the_headline_counts_on_the_day_of_the_fetch_too() -> None:
    assert said(page_with_head("<div>07.02.2013 12:03</div>")) == ("2013-02-07T12:03+06:00", "text")
    root = parse(
        "<html><body><nav></nav><div class=post><div><span class=date>23.11.2026 01:09</span></div>"
        f"<h1>Паром снова ходит по озеру</h1>{TEXT * 4}</div>"
    )
    assert root is not None
    page = Page(url="https://herald.example/a", site="x", body=b"x", fetched_at=FETCHED, hints=ALMATY)
    assert said(read_metadata(page, root).published) == ("2026-11-23T01:09+05:00", "text")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>Обновлено: 08.02.2013 13:04</p>", ("2013-02-08T13:04+06:00", "text")),
        (
            "<span>Жаңартылды</span> <span class=date>08.02.2013 13:04</span>",
            ("2013-02-08T13:04+06:00", "text"),
        ),
        ("<p>Güncelleme: 08.02.2013 13:04</p>", ("2013-02-08T13:04+06:00", "text")),
        ("<p>Last updated: <time datetime=2013-02-08>x</time></p>", ("2013-02-08", "time")),
        ("<p>Обновлено: 06.02.2013 13:04</p>", None),
        ("<p>Обновлено: 06.02.2093 13:04</p>", None),
        ("<p>Обновлено: 01.01.1970 13:04</p>", None),
        ("<p>08.02.2013 13:04</p>", None),
    ],
)
def test_a_labelled_change(body: str, expected: tuple[str, str] | None) -> None:
    found = read(body, linked("2013-02-07T12:03:00+06:00"))
    assert said(found.published) == ("2013-02-07T12:03+06:00", "jsonld")
    assert said(found.modified) == expected


def test_a_page_that_shows_only_its_last_change_has_that_day() -> None:
    found = read("<p>Обновлено: 08.02.2013 13:04</p>")
    assert said(found.published) == ("2013-02-08", "text")
    assert said(found.modified) == ("2013-02-08T13:04+06:00", "text")
    assert read(head=linked("", "2013-02-08T13:04:00+06:00")).published is None


def test_a_later_witness_gives_the_time_of_the_change() -> None:
    body = "<p>Обновлено: 08.02.2013 13:04</p>"
    assert said(read(body, linked("2013-02-07", "2013-02-08")).modified) == ("2013-02-08T13:04+06:00", "text")


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://herald.example/2013-02-07-ferry", "2013-02-07"),
        ("https://herald.example/07-02-2013/ferry", "2013-02-07"),
        ("https://herald.example/news/20130207/ferry", "2013-02-07"),
        ("https://herald.example/2013/02/ferry", None),
        ("https://herald.example/2013/13/07/ferry", None),
        ("https://herald.example/2093/02/07/ferry", None),
    ],
)
def test_days_in_addresses(url: str, day: str | None) -> None:
    assert said(read(url=url).published) == ((day, "url") if day else None)


def test_of_meta_elements_with_unusual_names_the_earliest_counts() -> None:
    head = (
        '<meta name="published-time" content="2026-03-09"><meta name="published-date" content="2021-02-16">'
    )
    assert said(read(head=head).published) == ("2021-02-16", "meta")


def test_a_heading_that_repeats_the_stated_title_stands_for_a_headline() -> None:
    title = "Паром снова ходит по озеру"
    root = parse(
        f'<html lang=ru><head><meta property="og:title" content="{title}"></head><body>'
        f"{'<p>Рубрика</p>' * 40}<h3>Озеро. {title}</h3><p>07.02.2013 12:03 | Иван</p>{TEXT * 4}"
    )
    assert root is not None
    page = Page(url="https://herald.example/a", site="x", body=b"x", fetched_at=FETCHED, hints=ALMATY)
    assert said(read_metadata(page, root).published) == ("2013-02-07T12:03+06:00", "text")
