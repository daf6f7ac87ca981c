"""Dates as sites write them, in all their languages; nothing that is not written."""

import datetime as dt
import time

import pytest

from pipelines.extract.stamps import (
    Relative,
    Stamp,
    find_stamp,
    find_stamps,
    find_yearless,
    is_only_date,
    read_clock,
    read_value,
)


def written(text: str, english: bool = False) -> str | None:
    """The date in `text` as ISO 8601, as exactly as it is written."""
    found = find_stamp(text, english)
    if found is None or isinstance(found.when, Relative):
        return None
    return iso(found.when)


def iso(stamp: Stamp) -> str:
    local = stamp.day.isoformat()
    if stamp.time:
        local += f"T{stamp.time.isoformat('minutes')}"
    if stamp.offset is not None:
        local += dt.datetime.combine(stamp.day, dt.time(), dt.timezone(stamp.offset)).isoformat()[-6:]
    return local


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("07 февраля 2013, 12:03", "2013-02-07T12:03"),
        ("19 қараша 2023", "2023-11-19"),
        ("05 қыр, 2022 сағат 12:19", "2022-09-05T12:19"),
        ("2023 жылғы 19 қараша", "2023-11-19"),
        ("30 قاڭتار, 2026 ساعات 13:48", "2026-01-30T13:48"),
        ("11:17, 17 Qazan 2023", "2023-10-17T11:17"),
        ("4 декабря, 2024", "2024-12-04"),
        ("19 сентября 2026 года", "2026-09-19"),
        ("Пятница, 04 Июл 2025, 12:00", "2025-07-04T12:00"),
        ("12 мая, 2025 / 12:24", "2025-05-12T12:24"),
        ("13 января 2025 г. в 10:05", "2025-01-13T10:05"),
        ("05.03.2024 / 10:20", "2024-03-05T10:20"),
        ("08.01.2026, 18:43", "2026-01-08T18:43"),
        ("21.02.2026 [19:22]", "2026-02-21T19:22"),
        ("25.09.24 09:22", "2024-09-25T09:22"),
        ("21 fevral, 2026", "2026-02-21"),
        ("08 fevral, 2025 / 09:22", "2025-02-08T09:22"),
        ("22:3101 Fevral, 2021", "2021-02-01T22:31"),
        ("2025-yil 12-mart, 14:20", "2025-03-12T14:20"),
        ("5 may 2024-yil, 12:30", "2024-05-05T12:30"),
        ("18-nji maýda 2021", "2021-05-18"),
        ("5 декабри 2023", "2023-12-05"),
        ("2024-1-11", "2024-01-11"),
        ("2017 оны 2 сарын 07", "2017-02-07"),
        ("2026.03.12", "2026-03-12"),
        ("20 EKİM 2023 Cuma 14:05", "2023-10-20T14:05"),
        ("3 KASIM 2023", "2023-11-03"),
        ("1 ҚАЗАН 2023", "2023-10-01"),
        ("12 листопада 2022, 08:00", "2022-11-12T08:00"),
        ("5 հունվարի 2024", "2024-01-05"),
        ("7 მაისი 2024, 10:00", "2024-05-07T10:00"),
        ("April 9, 2026", "2026-04-09"),
        ("Sept. 5, 2019 at 1:22PM", "2019-09-05T13:22"),
        ("October 10, 2023 3:45 p.m. EDT", "2023-10-10T15:45-04:00"),
        ("Tuesday 5th March 2019", "2019-03-05"),
        ("2025年1月13日 21時30分", "2025-01-13T21:30"),
        ("Обновлено: 16:36 25.01.2024", "2024-01-25T16:36"),
        ("29 февраля 2024", "2024-02-29"),
        ("07.02.2013 г. в 12:03", "2013-02-07T12:03"),
        ("7\u00a0февраля\u00a02013\u00a0года,\u00a012:03", "2013-02-07T12:03"),
        ("12 қаңтар 2024 ж. 12:03", "2024-01-12T12:03"),
        ("12 қаңтар 2024 жыл, 12:03", "2024-01-12T12:03"),
        ("2023 жылғы 7 ақпан, 12:03", "2023-02-07T12:03"),
        ("жұма, 30 қаңтар 2026", "2026-01-30"),
        ("17 qyrkúıek 2023 saǵat 12:19", "2023-09-17T12:19"),
        ("۳۰ قاڭتار ۲۰۲۶، ۱۳:۴۸", "2026-01-30T13:48"),
        ("2023-жылдын 12-марты, 14:20", "2023-03-12T14:20"),
        ("12-mart 2023 yil, 14:20", "2023-03-12T14:20"),
        ("5 декабри соли 2023 соати 10:30", "2023-12-05T10:30"),
        ("2021-nji ýylyň 18-nji maýy", "2021-05-18"),
        ("2023-cü il dekabrın 19-da", "2023-12-19"),
        ("19 dekabr 2023-cü il, 12:30", "2023-12-19T12:30"),
        ("28 Mart 2024, Cümə axşamı, 17:56", "2024-03-28T17:56"),
        ("18:14 | 20 Fevral 2026", "2026-02-20T18:14"),
        ("2023 оны 1-р сарын 12", "2023-01-12"),
        ("2023 оны 11 дүгээр сарын 12", "2023-11-12"),
        ("2023 оны арван нэгдүгээр сарын 12, 10:20", "2023-11-12T10:20"),
        ("2023 թ. հունվարի 5", "2023-01-05"),
        ("5 հունվարի 2024 թ., ժամը 12:30", "2024-01-05T12:30"),
        ("2024 წლის 7 მაისი", "2024-05-07"),
        ("2 сентября 2024 в 9:05", "2024-09-02T09:05"),
        ("07.02.2013 12:03:45", "2013-02-07T12:03"),
        ("20.05.2024 24:00", "2024-05-20"),
        ("01.07.2018 12:00 (GMT+6)", "2018-07-01T12:00+06:00"),
        ("12.03.2012 12:00 мск", "2012-03-12T12:00+04:00"),
        ("12.03.2020 12:00 мск", "2020-03-12T12:00+03:00"),
        ("maybe 12, 2020", None),
        ("29.02.2023", None),
        ("31 апреля 2023", None),
        ("20 Fevral 14:23", None),
        ("25.09 09:22", None),
        ("Dekabrın 19-da", None),
        ("12:03", None),
        ("+7 (700) 123 45 67", None),
        ("192.168.10.20", None),
        ("0000-00-00", None),
        ("в 2013 году", None),
    ],
)
def test_dates_in_text(text: str, date: str | None) -> None:
    assert written(text) == date


@pytest.mark.parametrize(
    ("text", "day_first", "english"),
    [
        ("02/03/2013", "2013-03-02", None),
        ("13/03/2013", "2013-03-13", "2013-03-13"),
        ("03/13/2013", "2013-03-13", "2013-03-13"),
        ("02.03.2013", "2013-03-02", "2013-03-02"),
        ("10/17/18", "2018-10-17", "2018-10-17"),
        ("10/07/18", None, None),
    ],
)
def test_an_open_order_of_day_and_month_is_not_guessed(
    text: str, day_first: str | None, english: str | None
) -> None:
    assert written(text) == day_first
    assert written(text, english=True) == english


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2013-02-07T06:03:00Z", "2013-02-07T06:03+00:00"),
        ("2013-02-07T12:03:00.000+0600", "2013-02-07T12:03+06:00"),
        ("2026-04-20T14:15:30.813", "2026-04-20T14:15"),
        ("2024-07-03 18:24", "2024-07-03T18:24"),
        ("2013-02-07", "2013-02-07"),
        ("Mon, 22 Jan 2018 10:00:00 +0000", "2018-01-22T10:00+00:00"),
        ("Thu Jan 30 2020 10:15:00 GMT+0600 (+06)", "2020-01-30T10:15+06:00"),
        ("1360216980", "2013-02-07T06:03+00:00"),
        ("1360216980000", "2013-02-07T06:03+00:00"),
        ("1360216980.25", "2013-02-07T06:03+00:00"),
        ("20130207T1203+0600", "2013-02-07T12:03+06:00"),
        ("20130207120345", "2013-02-07T12:03"),
        ("Thu Feb 07 12:03:00 UTC 2013", "2013-02-07T12:03+00:00"),
        ("2019-11-18@05:36:50 CST", "2019-11-18T05:36-06:00"),
        ("2020-01-01T10:00+99:00", "2020-01-01T10:00"),
        ("", None),
        ("yesterday", None),
        ("9" * 400, None),
    ],
)
def test_values_of_attributes(value: str, date: str | None) -> None:
    stamp = read_value(value)
    assert (iso(stamp) if stamp else None) == date


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20 Fevral 14:23", "02-20T14:23"),
        ("19:00 | 20 Fevral 23:30", "02-20T23:30"),
        ("21 fevral", "02-21"),
        ("Dekabrın 19-da", "12-19"),
        ("18-nji maýda", "05-18"),
        ("25-nji noýabrynda", "11-25"),
        ("1-р сарын 12", "01-12"),
        ("25.09 09:22", "09-25T09:22"),
        ("09:22, 25.09", "09-25T09:22"),
        ("08/07 17:00", "07-08T17:00"),
        ("29 февраля", "02-29"),
        ("25.09", None),
        ("12 мая – 15 июня", None),
        ("5—20-nji marty", None),
        ("30 февраля", None),
        ("12:03", None),
        ("Маркус 12", None),
    ],
)
def test_days_without_a_year(text: str, day: str | None) -> None:
    found = find_yearless(text)
    said = None
    if found:
        said = f"{found.when.month:02}-{found.when.day:02}"
        said += f"T{found.when.time.isoformat('minutes')}" if found.when.time else ""
    assert said == day
    full = find_stamp(text)
    assert full is None or isinstance(full.when, Relative)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("07.02.2013 12:03, обновлено 08.02.2013 13:04", ["2013-02-07T12:03", "2013-02-08T13:04"]),
        ("05.04.2025 - Güncelleme : 06.04.2025", ["2025-04-05", "2025-04-06"]),
        ("05.04.2025 14:20 - 06.04.2025 10:00", ["2025-04-05T14:20", "2025-04-06T10:00"]),
        ("12-15 мая 2024", []),
        ("5—20-nji marty 2024", []),
        ("12.05.2024 - 15.05.2024", []),
        ("с 12 мая по 15 мая 2024", []),
        ("2024-05-12 – 2024-05-15", []),
        ("20:15 - 15 мая 2024", ["2024-05-15T20:15"]),
    ],
)
def test_all_dates_of_a_text_and_no_ranges(text: str, days: list[str]) -> None:
    found = [one.when for one in find_stamps(text)]
    assert [iso(when) for when in found if isinstance(when, Stamp)] == days


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("9:05", dt.time(9, 5)),
        ("17:44", dt.time(17, 44)),
        ("в 17:44", dt.time(17, 44)),
        ("5:10 pm", dt.time(17, 10)),
        ("24:00", None),
        ("12:75", None),
        ("17:44 мин", None),
        ("7 мая", None),
    ],
)
def test_a_time_alone(text: str, clock: dt.time | None) -> None:
    assert read_clock(text) == clock


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("07 февраля 2013, 12:03", True),
        ("Published: Friday 7 February 2013", True),
        ("Опубликовано 07.02.2013", True),
        ("Сегодня", True),
        ("Сегодня открылся порт", False),
        ("5 мая 2020 года порт закрыли", False),
        ("The vote is on 20 May 2022", False),
        ("no date", False),
    ],
)
def test_is_only_date(text: str, only: bool) -> None:
    assert is_only_date(text) is only


@pytest.mark.parametrize(
    "unit", ["1", "1 ", "2020-", "1 may ", " ", "2020 a ", "1:11 ", "1.", "2 часа ", "[ ", "1-1", "1 мая – "]
)
def test_hostile_strings_take_no_time(unit: str) -> None:
    start = time.process_time()
    find_stamp(unit * (1_000_000 // len(unit)))
    read_value(unit * (1_000_000 // len(unit)))
    assert time.process_time() - start < 0.5
