"""The ledger: states of an address, the spool, broken and newer files."""

import datetime as dt
import sqlite3
from pathlib import Path

import pytest

from pipelines.errors import LedgerError
from pipelines.ledger.file import LEDGER_VERSION, STEPS
from pipelines.ledger.ledger import MAX_REVISITS, RETRY_AFTER, Ledger
from pipelines.ledger.rows import Candidate, KnownArticle, Settled, Wording
from pipelines.ledger.wordings import Wordings
from tests.factories import NOW, SITE

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "a_kz.sqlite3")


def candidate(name: str, modified: dt.datetime | None = None) -> Candidate:
    return Candidate(name, f"https://a.kz/{name}", "feed", NOW, modified)


def keys(ledger: Ledger) -> list[str]:
    return [queued.key for queued in ledger.queued(SITE)]


def settle(ledger: Ledger, name: str, *, attempts: int = 0, at: dt.datetime = NOW) -> None:
    """Let a page come back from a batch: done, or failed for the `attempts`-th time."""
    settled = Settled(
        SITE, name, f"https://a.kz/{name}", "feed", "failed" if attempts else "stored", attempts, at
    )
    ledger.finish("id", {SITE: 1}, [settled], [])


def test_an_address_is_queued_once_and_in_order(ledger: Ledger) -> None:
    assert ledger.admit(SITE, [candidate("a"), candidate("b"), candidate("a")]) == 2
    assert ledger.admit(SITE, [candidate("b"), candidate("c")]) == 1
    assert keys(ledger) == ["a", "b", "c"]
    after = ledger.queued(SITE)[0].turn
    assert [queued.key for queued in ledger.queued(SITE, after=after, limit=1)] == ["b"]
    assert ledger.queued(SITE)[0].feed_published == NOW


def test_a_done_address_is_not_queued_again_unless_its_source_says_it_changed(ledger: Ledger) -> None:
    ledger.admit(SITE, [candidate("a")])
    settle(ledger, "a")
    assert ledger.admit(SITE, [candidate("a"), candidate("a", NOW - HOUR)]) == 0
    assert ledger.admit(SITE, [candidate("a", NOW + HOUR)]) == 1
    assert keys(ledger) == ["a"]


def test_a_source_that_always_says_changed_is_believed_a_few_times(ledger: Ledger) -> None:
    for visit in range(MAX_REVISITS + 3):
        ledger.admit(SITE, [candidate("a", NOW + visit * HOUR)])
        if keys(ledger):
            settle(ledger, "a", at=NOW + visit * HOUR - HOUR / 2)
    row = ledger._db.execute("SELECT visits FROM urls").fetchone()
    assert row[0] == MAX_REVISITS + 1


def test_a_failed_page_rests_longer_each_time_and_is_left_alone_in_the_end(ledger: Ledger) -> None:
    ledger.admit(SITE, [candidate("a")])
    for attempts, rest in enumerate(RETRY_AFTER, start=1):
        settle(ledger, "a", attempts=attempts)
        assert ledger.requeue_failed(SITE, NOW + rest - dt.timedelta(seconds=1)) == 0
        assert ledger.requeue_failed(SITE, NOW + rest) == 1
        assert ledger.queued(SITE)[0].attempts == attempts
    settle(ledger, "a", attempts=len(RETRY_AFTER) + 1)
    assert ledger.requeue_failed(SITE, NOW + dt.timedelta(days=1000)) == 0
    assert ledger.count(SITE, "failed") == 1
    assert ledger.requeue_failed(SITE, None) == 1


def test_a_person_may_ask_for_any_address(ledger: Ledger) -> None:
    ledger.admit(SITE, [candidate("a")])
    settle(ledger, "a")
    ledger.readmit(SITE, "a", "https://a.kz/a")
    ledger.readmit(SITE, "new", "https://a.kz/new")
    assert keys(ledger) == ["a", "new"]


def test_a_page_goes_through_the_spool_into_a_batch(ledger: Ledger) -> None:
    ledger.admit(SITE, [candidate("a"), candidate("b")])
    first = ledger.put_fetched(SITE, "a", {"url": "u"}, b"record")
    assert keys(ledger) == ["b"]
    assert [row.record for row in ledger.spooled(judged=False)] == [b"record"]
    ledger.put_result(first, {"Rejected": {}}, {"outcome": "rejected"})
    assert ledger.spooled(judged=False) == []
    ledger.freeze("b1", {SITE: 7}, NOW, [first])
    assert ledger.spooled(judged=True) == []
    assert ledger.frozen() == [("b1", {SITE: 7}, NOW)]
    ledger.thaw("b1")
    assert ledger.frozen() == []
    ledger.freeze("b2", {SITE: 8}, NOW, [first])
    known = KnownArticle(SITE, "id1", "a", 1, "hash", "2026-11")
    ledger.finish("b2", {SITE: 8}, [Settled(SITE, "a", "u", "feed", "stored", 0, NOW)], [known])
    assert (ledger.frozen(), ledger.batch_rows("b2"), ledger.number(SITE)) == ([], [], 8)
    assert ledger.article(SITE, "id1") == known
    assert ledger.text(SITE, "hash") == ("id1", 1)


def worded(name: str, revision: int, hours: int, *bands: int, site: str = SITE) -> Wording:
    return Wording(site, name, revision, NOW + hours * HOUR, f"{name}, revision {revision}", bands)


def found(ledger: Ledger, *bands: int, limit: int = 9) -> list[tuple[int, str]]:
    return [(shared, wording.text) for shared, wording in Wordings(ledger).alike(SITE, bands, limit)]


def test_wordings_are_found_by_what_they_share(ledger: Ledger) -> None:
    wordings = Wordings(ledger)
    large = 2**53
    wordings.take_in(
        [
            worded("late", 1, 2, 1, 2, large),
            worded("early", 1, 1, 1, 2, large + 2**32),
            worded("other", 1, 0, 3),
            worded("elsewhere", 1, 0, 1, 2, site="b_kz"),
            worded("none", 1, 0),
        ]
    )
    assert found(ledger, 1, 2) == [(2, "early, revision 1"), (2, "late, revision 1")]
    assert found(ledger, 1, large, 3) == [
        (2, "late, revision 1"),
        (1, "other, revision 1"),
        (1, "early, revision 1"),
    ]
    assert found(ledger, 1, 2, limit=1) == [(2, "early, revision 1")]
    assert found(ledger, 4) == found(ledger) == []


@pytest.mark.parametrize("order", [1, -1])
def test_the_latest_revision_stays_with_the_moment_of_the_first(ledger: Ledger, order: int) -> None:
    revisions = [worded("a", 1, 0, 1, 2), worded("a", 2, 1, 2, 3), worded("a", 3, 2, 3, 4)][::order]
    for wording in revisions:
        Wordings(ledger).take_in([wording])
    (kept,) = (wording for _, wording in Wordings(ledger).alike(SITE, [4], 9))
    assert (kept.revision, kept.text, kept.seen) == (3, "a, revision 3", NOW)
    assert Wordings(ledger).of_article(SITE, "a") == kept
    assert found(ledger, 1, 2) == []
    assert Wordings(ledger).of_article(SITE, "b") is None


def test_the_wordings_of_a_batch_are_in_with_it(ledger: Ledger) -> None:
    """Those of batches before it may still lack: then the number does not pass them by."""
    ledger.finish("b1", {SITE: 1}, [], [], [worded("a", 1, 0, 1)])
    assert Wordings(ledger).number(SITE) == 1
    ledger.catch_up(SITE, 3, [], [])
    ledger.finish("b4", {SITE: 4}, [], [], [worded("d", 1, 0, 4)])
    assert (ledger.number(SITE), Wordings(ledger).number(SITE)) == (4, 1)
    Wordings(ledger).complete(SITE, 4)
    ledger.finish("b5", {SITE: 5}, [], [])
    assert Wordings(ledger).number(SITE) == 5


def test_a_wording_that_cannot_be_read_is_said_in_one_line(ledger: Ledger) -> None:
    Wordings(ledger).take_in([worded("a", 1, 0, 1)])
    with ledger.transaction() as db:
        db.execute("UPDATE wordings SET text=x'00'")
    with pytest.raises(LedgerError, match=r"is damaged .*; move it away, and run again"):
        Wordings(ledger).of_article(SITE, "a")


def test_what_is_told_survives_a_new_opening(ledger: Ledger) -> None:
    ledger.admit(SITE, [candidate("a")])
    ledger.put_fetched(SITE, "a", {}, b"r")
    again = Ledger(ledger.path)
    assert len(again.spooled(judged=False)) == 1


@pytest.mark.parametrize("damage", [b"not a database at all" * 100, None])
def test_a_broken_ledger_is_set_aside_and_told(
    tmp_path: Path, damage: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "l.sqlite3"
    ledger = Ledger(path)
    ledger.admit(SITE, [candidate(str(number)) for number in range(2000)])
    ledger.close()
    if damage is None:
        content = bytearray(path.read_bytes())
        content[4096:20480] = b"\xff" * (20480 - 4096)
        damage = bytes(content)
    path.write_bytes(damage)
    again = Ledger(path)
    assert keys(again) == []
    assert len(list(tmp_path.glob("l.sqlite3.broken-*"))) >= 1
    assert "is broken" in caplog.text


def test_a_ledger_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite3"
    Ledger(path).close()
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version={LEDGER_VERSION + 1}")
    with pytest.raises(LedgerError, match="newer version"):
        Ledger(path)


def test_a_ledger_of_an_older_version_is_brought_up_to_date_and_keeps_what_it_knows(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite3"
    with sqlite3.connect(path) as db:
        db.executescript(f"{STEPS[0]} PRAGMA user_version=1;")
        db.execute("INSERT INTO urls VALUES ('a_kz', 'a', 'u', 'feed', NULL, 'queued', 1, 0, 0, NULL, NULL)")
    ledger = Ledger(path)
    assert keys(ledger) == ["a"]
    settle(ledger, "a")
    ledger.close()
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (LEDGER_VERSION,)
        assert db.execute("SELECT state, outcome FROM urls").fetchall() == [("done", "stored")]


def test_a_folder_that_cannot_be_made_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LedgerError, match="cannot be opened"):
        Ledger(tmp_path / "file" / "l.sqlite3")
