"""How far backfills have read the sources of a site."""

import contextlib
import dataclasses
import datetime as dt
import sqlite3
from pathlib import Path

import pytest

from pipelines.ledger.file import STEPS
from pipelines.ledger.ledger import Ledger
from pipelines.ledger.walks import HOLDS, SETTLED, Walk, Walks

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
URL = "https://a.kz/sitemap-2026-11.xml"
WALK = Walk(url=URL, rules="r", since=None, until=None, read_at=NOW)
DAY = dt.date(2026, 11, 10)


def test_a_walk_outlives_the_run(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite3"
    list_page = dataclasses.replace(
        WALK, url="https://a.kz/?p=1", since=DAY, page=7, page_url="https://a.kz/?p=7"
    )
    with contextlib.closing(Ledger(path)) as ledger:
        Walks(ledger).note("a_kz", dataclasses.replace(WALK, since=DAY))
        Walks(ledger).note("a_kz", WALK)
        Walks(ledger).note("a_kz", list_page)
    with contextlib.closing(Ledger(path)) as ledger:
        walks = Walks(ledger)
        assert walks.walk("a_kz", URL) == WALK
        assert walks.walk("a_kz", list_page.url) == list_page
        assert walks.walk("b_kz", URL) is None
        assert (WALK.is_done, list_page.is_done) == (True, False)


def test_a_store_that_was_set_back_has_sources_read_anew(tmp_path: Path) -> None:
    with contextlib.closing(Ledger(tmp_path / "l.sqlite3")) as ledger:
        for site in ("a_kz", "b_kz"):
            Walks(ledger).note(site, WALK)
        ledger.forget_site("a_kz")
        assert [Walks(ledger).walk(site, URL) for site in ("a_kz", "b_kz")] == [None, WALK]


def test_a_ledger_of_the_version_before_knows_no_walks(tmp_path: Path) -> None:
    step = next(number for number, text in enumerate(STEPS) if "CREATE TABLE walks" in text)
    with contextlib.closing(sqlite3.connect(tmp_path / "l.sqlite3")) as db:
        db.executescript(";".join(STEPS[:step]) + f";PRAGMA user_version={step}")
    with contextlib.closing(Ledger(tmp_path / "l.sqlite3")) as ledger:
        assert Walks(ledger).walk("a_kz", URL) is None
        Walks(ledger).note("a_kz", WALK)


@pytest.mark.parametrize(
    ("had", "asked", "expected"),
    [
        ((None, None), (None, None), True),
        ((None, None), (10, 20), True),
        ((10, 20), (10, 20), True),
        ((10, 20), (11, 19), True),
        ((10, 20), (9, 20), False),
        ((10, 20), (10, 21), False),
        ((10, 20), (None, 20), False),
        ((10, 20), (10, None), False),
        ((10, None), (10, 20), True),
    ],
)
def test_bounds_that_a_walk_covers(
    had: tuple[int | None, int | None], asked: tuple[int | None, int | None], expected: bool
) -> None:
    days = [None if day is None else DAY.replace(day=day) for day in (*had, *asked)]
    walk = dataclasses.replace(WALK, since=days[0], until=days[1])
    assert walk.covers("r", days[2], days[3]) == expected
    assert not walk.covers("other rules", days[2], days[3])


@pytest.mark.parametrize(
    ("later", "last_day", "modified", "expected"),
    [
        # Nothing tells: for as long as ordinary runs look back.
        (dt.timedelta(0), None, None, True),
        (HOLDS - SECOND, None, None, True),
        (HOLDS, None, None, False),
        (-SECOND, None, None, False),
        # The archive of a day: for ever, when that was over.
        (9 * HOLDS, dt.date(2026, 11, 20), None, True),
        (SECOND, dt.date(2026, 11, 21), None, False),
        (SECOND, dt.date(2026, 11, 30), None, False),
        # What the index says is true to a day, and stands above its name.
        (9 * HOLDS, None, NOW - SETTLED, True),
        (9 * HOLDS, None, NOW - SETTLED + SECOND, False),
        (SECOND, None, NOW - SECOND, True),
        (SECOND, None, NOW + SECOND, False),
        (SECOND, dt.date(2020, 1, 31), NOW + SECOND, False),
    ],
)
def test_how_long_a_walk_holds(
    later: dt.timedelta, last_day: dt.date | None, modified: dt.datetime | None, expected: bool
) -> None:
    assert WALK.holds(NOW + later, last_day=last_day, modified=modified) == expected
