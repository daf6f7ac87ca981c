"""What a written date means in the zone of the site's city, before and after each change of its clocks."""

import datetime as dt

import pytest

from pipelines.extract.moments import Moment, clock, moment, today
from pipelines.extract.stamps import Relative, Stamp, Yearless

FETCHED = dt.datetime(2026, 11, 22, 20, 30, tzinfo=dt.UTC)  # 01:30 of the 23rd in Almaty

# Noon on the days around each change, and the offset that the city had then.
CHANGES = """
Asia/Almaty     2013-02-07 +06:00  2024-02-29 +06:00  2024-03-01 +05:00  2025-02-07 +05:00
Asia/Almaty     2004-10-30 +07:00  2004-10-31 +06:00
Asia/Qostanay   2024-02-29 +06:00  2024-03-01 +05:00
Asia/Qyzylorda  2013-02-07 +06:00  2018-12-20 +06:00  2018-12-21 +05:00  2024-02-07 +05:00
Asia/Aqtobe     2004-03-27 +05:00  2013-02-07 +05:00  2024-02-29 +05:00  2024-03-01 +05:00
Asia/Aqtau      2004-03-27 +04:00  2004-03-28 +05:00  2024-03-01 +05:00
Asia/Atyrau     2004-03-27 +04:00  2004-03-28 +05:00  2024-03-01 +05:00
Asia/Oral       2004-03-27 +04:00  2004-03-28 +05:00  2024-03-01 +05:00
Asia/Bishkek    2005-03-26 +05:00  2005-03-27 +06:00  2026-02-07 +06:00
Asia/Tashkent   2013-02-07 +05:00  2026-07-07 +05:00
Asia/Samarkand  2013-02-07 +05:00  2026-07-07 +05:00
Asia/Dushanbe   2013-02-07 +05:00  2026-07-07 +05:00
Asia/Ashgabat   2013-02-07 +05:00  2026-07-07 +05:00
Asia/Baku       2015-03-28 +04:00  2015-03-29 +05:00  2015-10-24 +05:00  2015-10-25 +04:00  2016-07-07 +04:00
Asia/Yerevan    2011-03-27 +05:00  2011-10-29 +05:00  2011-10-30 +04:00  2012-07-07 +04:00
Asia/Tbilisi    2004-10-30 +04:00  2004-10-31 +03:00  2005-03-26 +03:00  2005-03-27 +04:00
Asia/Ulaanbaatar 2016-03-25 +08:00 2016-03-26 +09:00  2016-09-23 +09:00  2016-09-24 +08:00  2017-07-07 +08:00
Asia/Hovd       2016-03-25 +07:00  2016-03-26 +08:00  2016-09-24 +07:00  2026-07-07 +07:00
Europe/Istanbul 2015-11-07 +03:00  2015-11-08 +02:00  2016-03-27 +03:00  2016-12-07 +03:00  2026-01-07 +03:00
Europe/Kyiv     2026-03-28 +02:00  2026-03-29 +03:00  2026-10-24 +03:00  2026-10-25 +02:00
Europe/Moscow   2011-03-26 +03:00  2011-03-27 +04:00  2014-10-25 +04:00  2014-10-26 +03:00
Europe/Samara   2010-10-31 +03:00  2011-03-26 +03:00  2011-03-27 +04:00
Europe/Kaliningrad 2011-03-27 +03:00 2014-10-25 +03:00 2014-10-26 +02:00
Europe/Astrakhan 2014-10-26 +03:00 2016-03-26 +03:00  2016-03-27 +04:00
Asia/Yekaterinburg 2014-10-25 +06:00 2014-10-26 +05:00
Asia/Irkutsk    2014-10-25 +09:00  2014-10-26 +08:00
"""


@pytest.mark.parametrize("line", CHANGES.strip().splitlines(), ids=lambda line: line.split()[0])
def test_zones_before_and_after_each_change(line: str) -> None:
    name, *pairs = line.split()
    for day, offset in zip(pairs[::2], pairs[1::2], strict=True):
        written = dt.date.fromisoformat(day)
        found = moment(Stamp(written, dt.time(12, 3)), "text", clock(FETCHED, name))
        local = f"{day}T12:03{offset}"
        assert found == Moment(dt.datetime.fromisoformat(local).astimezone(dt.UTC), written, local, "text")
        assert found.precision == "minute"


def test_an_hour_that_came_twice_is_the_first_and_one_that_was_skipped_is_moved() -> None:
    almaty, kyiv = clock(FETCHED, "Asia/Almaty"), clock(FETCHED, "Europe/Kyiv")
    twice = moment(Stamp(dt.date(2024, 2, 29), dt.time(23, 30)), "text", almaty)
    assert twice is not None
    assert twice.local == "2024-02-29T23:30+06:00"
    skipped = moment(Stamp(dt.date(2026, 3, 29), dt.time(3, 30)), "text", kyiv)
    assert skipped is not None
    assert skipped.local == "2026-03-29T04:30+03:00"


UTC = dt.timedelta()
NOW = clock(FETCHED, "Asia/Almaty")


@pytest.mark.parametrize(
    ("when", "local"),
    [
        (Stamp(dt.date(2026, 11, 23), dt.time(20, 0)), "2026-11-23T20:00+05:00"),
        (Stamp(dt.date(2026, 11, 24), dt.time(9, 0)), None),
        (Stamp(dt.date(2026, 11, 23)), "2026-11-23"),
        (Stamp(dt.date(2026, 11, 24)), None),
        (Stamp(dt.date(1990, 1, 1)), "1990-01-01"),
        (Stamp(dt.date(1989, 12, 31)), None),
        (Stamp(dt.date(1970, 1, 1), dt.time(6, 0)), None),
        # Midnight is how programs write a day, in the site's zone too.
        (Stamp(dt.date(2013, 2, 7), dt.time()), "2013-02-07"),
        (Stamp(dt.date(2013, 2, 6), dt.time(18, 0), UTC), "2013-02-07"),
        (Stamp(dt.date(2013, 2, 6), dt.time(18, 0, 7), UTC), "2013-02-07T00:00+06:00"),
        # UTC is turned into the site's zone; another offset is the newsroom's own.
        (Stamp(dt.date(2013, 2, 7), dt.time(20, 3), UTC), "2013-02-08T02:03+06:00"),
        (Stamp(dt.date(2013, 2, 7), dt.time(20, 3), dt.timedelta(hours=3)), "2013-02-07T20:03+03:00"),
        (Relative(days=0), "2026-11-23"),
        (Relative(days=5), "2026-11-18"),
        (Relative(days=2, time=dt.time(1, 0)), "2026-11-21T01:00+05:00"),
        (Relative(days=0, time=dt.time(23, 0)), "2026-11-23T23:00+05:00"),
        (Relative(latest=dt.timedelta(minutes=89), earliest=dt.timedelta(minutes=90)), "2026-11-23"),
        (Relative(latest=dt.timedelta(minutes=90), earliest=dt.timedelta(minutes=91)), None),
        # Without its year: the last such day.
        (Yearless(11, 23, dt.time(0, 30)), "2026-11-23T00:30+05:00"),
        (Yearless(11, 24), "2025-11-24"),
        (Yearless(9, 25, dt.time(9, 22)), "2026-09-25T09:22+05:00"),
        (Yearless(12, 31), "2025-12-31"),
        (Yearless(2, 29), "2024-02-29"),
    ],
)
def test_moment(when: Stamp | Relative | Yearless, local: str | None) -> None:
    found = moment(when, "text", NOW)
    assert (found.local if found else None) == local


def test_seconds_are_cut_and_not_rounded() -> None:
    found = moment(Stamp(dt.date(2013, 2, 7), dt.time(12, 3, 59)), "text", NOW)
    assert found is not None
    assert found.at == dt.datetime(2013, 2, 7, 6, 3, tzinfo=dt.UTC)


def test_today_is_the_day_in_the_sites_zone() -> None:
    assert today(NOW) == dt.date(2026, 11, 23)
    assert today(clock(FETCHED, None)) == dt.date(2026, 11, 22)
