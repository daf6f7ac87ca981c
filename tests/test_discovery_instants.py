"""Dates of feeds and sitemaps: a moment or nothing."""

import datetime as dt
import time

import pytest

from crawlers.discovery.instants import parse_instant, parse_lastmod

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> dt.datetime:
    return dt.datetime(year, month, day, hour, minute, second, tzinfo=dt.UTC)


MOMENTS = [
    ("Tue, 05 Mar 2024 10:00:00 +0500", utc(2024, 3, 5, 5)),
    ("Tue, 5 March 2024 10:00 +05:00", utc(2024, 3, 5, 5)),
    ("05 Mar 24 10:00:00 +0500", utc(2024, 3, 5, 5)),
    ("05 Mar 99 10:00:00 +0500", utc(1999, 3, 5, 5)),
    ("Tue,05 Mar 2024 10:00:00 GMT", utc(2024, 3, 5, 10)),
    ("Tue, 05 Mar 2024 10:00:00 Z", utc(2024, 3, 5, 10)),
    ("Tue, 05 Mar 2024 10:00:00 -0000", utc(2024, 3, 5, 10)),
    ("Tue, 05 Mar 2024 10:00:00 EST", utc(2024, 3, 5, 15)),
    ("Tue, 05 Mar 2024 10:00:00 GMT+5", utc(2024, 3, 5, 5)),
    ("Tue, 05 Mar 2024 10:00:00 UTC+0530", utc(2024, 3, 5, 4, 30)),
    ("Tue, 05 Mar 2024 10:00:00 +0500 (ALMT)", utc(2024, 3, 5, 5)),
    ("Tue, 05 Mar 2024 10:00:00 MSK", utc(2024, 3, 5, 7)),
    ("Tue, 05 Mar 2013 10:00:00 MSK", utc(2013, 3, 5, 6)),
    ("Вт, 05 мар 2024 10:00:00 +0500", utc(2024, 3, 5, 5)),
    ("Ср, 08 мая 2024 10:00:00 +0500", utc(2024, 5, 8, 5)),
    ("Вторник, 5 марта 2024, 10:00 +0500", utc(2024, 3, 5, 5)),
    ("  Tue,\n 05 Mar 2024\t10:00:00 +0500 ", utc(2024, 3, 5, 5)),
    ("Fri, 05 Mar 2024 10:00:00 +0500", utc(2024, 3, 5, 5)),  # it was a Tuesday
    ("2024-03-05T10:00:00+05:00", utc(2024, 3, 5, 5)),
    ("2024-03-05T10:00+05", utc(2024, 3, 5, 5)),
    ("2024-03-05 10:00:00 +0500", utc(2024, 3, 5, 5)),
    ("2024-03-05T10:00:00.123Z", utc(2024, 3, 5, 10).replace(microsecond=123_000)),
    ("05.03.2024 10:00:00 +0500", utc(2024, 3, 5, 5)),
    ("5.3.2024, 10:00 +05:00", utc(2024, 3, 5, 5)),
    ("29 Feb 2024 23:30:00 -0500", utc(2024, 3, 1, 4, 30)),
    ("2026-11-24T12:00:00Z", utc(2026, 11, 24, 12)),
    ("1990-01-01T00:00:00Z", utc(1990, 1, 1)),
]

NOT_MOMENTS = [
    "",
    "вчера",
    "2024",
    "2024-03",
    "1709600000",
    "0000-00-00 00:00:00 +0000",
    "Mon, 30 Nov -0001 00:00:00 +0000",
    "Thu, 01 Jan 1970 00:00:00 +0000",
    "1989-12-31T23:59:59Z",
    "2026-11-24T12:00:01Z",
    "2099-01-01T00:00:00Z",
    "20024-03-05T10:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "30 Feb 2024 10:00:00 +0500",
    "Tue, 05 Mar 2024 25:00:00 +0500",
    "Tue, 05 Mar 2024 10:00:00 +9900",
    "Tue, 05 Mar 2024 10:00:00 +0560",
    "Tue, 05 Foo 2024 10:00:00 +0500",
    "Tue, 99999999999999999999 Mar 2024 10:00:00 +0500",
    "Tue, 05 Mar 2024 10:00:00 +0500 and more words than any date has, so that it is none",
]

# No zone: no moment, but good enough to say "not changed since".
WITHOUT_ZONE = [
    ("2024-03-05", utc(2024, 3, 5)),
    ("2024-03-05T10:00:00", utc(2024, 3, 5, 10)),
    ("Tue, 05 Mar 2024 10:00:00", utc(2024, 3, 5, 10)),
    ("Tue, 05 Mar 2024 10:00:00 ALMT", utc(2024, 3, 5, 10)),
    ("Tue, 05 Mar 2024 10:00:00 EST+5", utc(2024, 3, 5, 10)),
    ("05.03.2024 10:00", utc(2024, 3, 5, 10)),
]


@pytest.mark.parametrize(("text", "expected"), MOMENTS)
def test_a_moment(text: str, expected: dt.datetime) -> None:
    for parse in (parse_instant, parse_lastmod):
        moment = parse(text, now=NOW)
        assert moment == expected
        assert moment.tzinfo is dt.UTC


@pytest.mark.parametrize("text", NOT_MOMENTS)
def test_no_moment(text: str) -> None:
    assert parse_instant(text, now=NOW) is None
    assert parse_lastmod(text, now=NOW) is None


@pytest.mark.parametrize(("text", "expected"), WITHOUT_ZONE)
def test_without_a_zone(text: str, expected: dt.datetime) -> None:
    assert parse_instant(text, now=NOW) is None
    assert parse_lastmod(text, now=NOW) == expected


@pytest.mark.parametrize("piece", ["1", " ", "Tue, ", "мая ", "10:00 ", "+05", "\x00"])
def test_a_megabyte_is_quick(piece: str) -> None:
    start = time.process_time()
    assert parse_lastmod(piece * (1_000_000 // len(piece)), now=NOW) is None
    assert time.process_time() - start < 0.5
