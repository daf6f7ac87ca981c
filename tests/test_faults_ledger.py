"""A ledger that is lost, broken, behind or ahead is filled from the store and told: never just empty."""

import datetime as dt
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import CommitProperties, Transaction, write_deltalake

from pipelines import visit as visit_module
from pipelines.article import RULES_VERSION, Article, PageRecord, Reason, Rejected
from pipelines.errors import LedgerError
from pipelines.ledger.file import LEDGER_VERSION
from pipelines.ledger.ledger import Ledger
from pipelines.recorder import Recorder
from pipelines.store.schema import arrow_schema
from pipelines.store.store import Store, open_store
from tests.factories import NOW, SITE, make_article
from tests.loopback import Answer, Server, serve
from tests.running import Place
from tests.test_crawl import HTML, LOOP, article, feed
from tests.test_recorder import LATER, Host, cut_off, outcomes, rows


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"file:{tmp_path / 'store'}")


def overwrite(path: Path, start: int, length: int) -> None:
    content = bytearray(path.read_bytes())
    content[start : start + length] = b"\xff" * length
    path.write_bytes(content)


def cut(path: Path, part: float) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * part)])


def wal(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


DAMAGE: dict[str, tuple[bool, Callable[[Path], object], str]] = {
    "missing": (True, lambda path: path.unlink(), "was filled from the store"),
    "empty": (True, lambda path: path.write_bytes(b""), "was empty"),
    "header": (True, lambda path: overwrite(path, 0, 100), "is broken"),
    "pages": (True, lambda path: overwrite(path, 3 * 4096, 6 * 4096), "is broken"),
    "cut short": (True, lambda path: cut(path, 0.5), "is broken"),
    "cut within a page": (True, lambda path: cut(path, 0.33), "is broken"),
    "journal missing": (False, lambda path: wal(path).unlink(), "was filled from the store"),
    "journal torn": (False, lambda path: cut(wal(path), 0.6), "was filled from the store"),
    "journal flipped": (False, lambda path: overwrite(wal(path), 5000, 3), "was filled from the store"),
}
"""Was the ledger closed before, what happened to it, and what the log says."""


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_ledger_is_filled_from_the_store_and_told(
    store: Store, tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    closed, harm, says = DAMAGE[damage]
    caplog.set_level("INFO")
    host = Host(store, tmp_path / "one")
    for name in ("a", "b"):
        host.article(name)
        host.take(f"https://a.kz/gone/{name}", Rejected(Reason.GONE))
        host.recorder.commit(LATER)
    path = host.ledger.path
    if closed:
        host.ledger.close()
    else:
        # As a killed process leaves it: what stands in the journal is not in the file yet.
        shutil.copytree(tmp_path / "one", tmp_path / "two")
        path = tmp_path / "two" / path.relative_to(tmp_path / "one")
    harm(path)
    again = Host(store, tmp_path / ("one" if closed else "two"))
    assert says in caplog.text
    assert again.ledger.number(SITE) == 2
    assert again.ledger.count(SITE, "done") == 4
    assert again.article("a") == "unchanged"
    assert again.article("b2", "b") == "duplicate"
    assert again.article("c") == "stored"
    again.recorder.commit(LATER)
    assert outcomes(store) == {"stored": 3, "rejected": 2, "unchanged": 1, "duplicate": 1}


def test_a_ledger_that_breaks_while_it_is_used_ends_the_run_in_one_line(store: Store, tmp_path: Path) -> None:
    host = Host(store, tmp_path)
    for number in range(400):
        host.ledger.put_fetched(SITE, f"k{number}", {"url": "u" * 200}, bytes(600))
    host.ledger._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    overwrite(host.ledger.path, 4096, host.ledger.path.stat().st_size - 4096)
    host.ledger._db.execute("PRAGMA shrink_memory")
    with pytest.raises(LedgerError, match=r"the ledger .* failed: "):
        host.ledger.spooled(judged=False)


@pytest.mark.parametrize("reached", ["frozen", "articles", "pages"])
def test_a_store_that_was_set_back_below_a_batch_that_is_on_its_way(
    store: Store, tmp_path: Path, reached: str, caplog: pytest.LogCaptureFixture
) -> None:
    host = Host(store, tmp_path / "one")
    host.article("a")
    host.recorder.commit(LATER)
    shutil.copytree(tmp_path / "store", tmp_path / "backup")
    host.article("b")
    host.recorder.commit(LATER)
    host.article("c")
    cut_off(host, reached)
    shutil.rmtree(tmp_path / "store")
    shutil.move(tmp_path / "backup", tmp_path / "store")
    again = Host(store, tmp_path / "one")
    assert "was set back" in caplog.text
    again.article("b")
    again.recorder.commit(LATER)
    assert sorted(row["url"][-1] for row in rows(store)) == ["a", "b", "c"]
    assert outcomes(store) == {"stored": 3}


# Another version of this program takes up what was left


def newer(folder: Path, store: Store) -> Recorder:
    ledger = Ledger(next(folder.rglob("*.sqlite3")))
    return Recorder(
        store, ledger, run_id="run2", user_agent="Steppewire/99 (+new)", batch_pages=100, batch_seconds=60
    )


@pytest.mark.parametrize("reached", ["frozen", "segment", "articles", "pages"])
def test_a_batch_that_was_cut_off_before_an_update_is_finished_once(
    store: Store, tmp_path: Path, reached: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = Host(store, tmp_path / "one")
    host.article("a")
    host.take("https://a.kz/gone", Rejected(Reason.GONE))
    cut_off(host, reached)
    monkeypatch.setattr(visit_module, "RULES_VERSION", RULES_VERSION + 1)
    assert newer(tmp_path / "one", store).open([SITE]) == []
    (row,), pages = rows(store), rows(store, PageRecord)
    assert outcomes(store) == {"stored": 1, "rejected": 1}
    assert [page["rules_version"] for page in pages] == [RULES_VERSION] * 2
    # The pointers hold, whichever version put the segment.
    for found in (row, *pages):
        member = store.objects.get_range(found["warc_key"], found["warc_offset"], found["warc_length"])
        assert member.startswith(b"\x1f\x8b")
    assert row["warc_offset"] == next(page["warc_offset"] for page in pages if page["url"] == row["url"])


def test_what_was_judged_by_older_rules_says_so_and_what_was_not_is_judged_by_the_new_ones(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.factories import make_page, make_visit

    host = Host(store, tmp_path / "one")
    host.article("judged")
    host.take("https://a.kz/rejected", Rejected(Reason.TOO_SHORT))
    visit = make_visit("https://a.kz/fetched")
    host.recorder.fetched(visit, make_page("https://a.kz/fetched"))
    host.ledger.close()
    monkeypatch.setattr(visit_module, "RULES_VERSION", RULES_VERSION + 1)
    recorder = newer(tmp_path / "one", store)
    (leftover,) = recorder.open([SITE])
    old, new = RULES_VERSION, RULES_VERSION + 1
    result = make_article("https://a.kz/fetched", "f", rules_version=new)
    recorder.judged(leftover.seq, SITE, visit, result, LATER)
    recorder.commit(LATER)
    expected = {"https://a.kz/judged": old, "https://a.kz/rejected": old, "https://a.kz/fetched": new}
    assert {row["url"]: row["rules_version"] for row in rows(store, PageRecord)} == expected
    articles = {row["url"]: row["rules_version"] for row in rows(store)}
    assert articles == {url: number for url, number in expected.items() if "rejected" not in url}


# Many batches


YEAR = 35_000
"""Batches of a site in a year, one every quarter of an hour."""
PAGES_A_BATCH = 2


def year_of_batches(store: Store) -> None:
    """What a year of runs leaves, compacted: a file for each month, all batch numbers in the rows."""
    count = YEAR * PAGES_A_BATCH
    batches = [1 + number // PAGES_A_BATCH for number in range(count)]
    urls = [f"https://a.kz/news/{number}/" for number in range(count)]
    ids = [f"{number:032x}" for number in range(count)]
    values = {
        "site": [SITE] * count,
        "month": [f"2026-{1 + 12 * number // count:02d}" for number in range(count)],
        "url": urls,
        "text": [f"Text {number}" for number in range(count)],
        "batch": batches,
        "batch_id": [f"{batch:032x}" for batch in batches],
        "fetched_at": [NOW + dt.timedelta(minutes=number) for number in range(count)],
        "outcome": ["stored"] * count,
        "attempts": [1] * count,
        "source": ["feed"] * count,
        "id": ids,
        "revision": [1] * count,
        "text_sha256": ids,
    }
    for record in (Article, PageRecord):
        schema = arrow_schema(record)
        columns = [
            pa.array(values[field.name], field.type) if field.name in values else pa.nulls(count, field.type)
            for field in schema
        ]
        write_deltalake(
            store.tables.load(record),
            pa.table(columns, schema=schema),
            mode="append",
            commit_properties=CommitProperties(app_transactions=[Transaction(SITE, YEAR)]),
        )


def test_a_ledger_catches_up_with_a_year_in_seconds(store: Store, tmp_path: Path) -> None:
    """Seconds of CPU: what a test machine is busy with otherwise does not count."""
    year_of_batches(store)
    began = time.process_time()
    host = Host(store, tmp_path / "one")
    lost = time.process_time() - began
    assert host.ledger.number(SITE) == YEAR
    assert host.ledger.count(SITE, "done") == YEAR * PAGES_A_BATCH
    other = Host(store, tmp_path / "two")
    for number in range(5):
        other.article(f"new{number}")
        other.recorder.commit(LATER)
    began = time.process_time()
    assert host.article("new3") == "stored"
    host.recorder.commit(LATER)
    behind = time.process_time() - began
    assert outcomes(store)["unchanged"] == 1
    print(f"caught up with {YEAR} batches in {lost:.1f} s, with 5 more in {behind:.2f} s")
    assert lost < 40
    assert behind < 10


@pytest.mark.skipif(not os.environ.get("NEWS_LONG_TESTS"), reason="NEWS_LONG_TESTS is not set")
def test_a_ledger_catches_up_with_thousands_of_commits(store: Store, tmp_path: Path) -> None:
    one = Host(store, tmp_path / "one")
    for number in range(2000):
        one.take(f"https://a.kz/{number}", make_article(f"https://a.kz/{number}", f"text {number}"))
        one.recorder.commit(LATER)
    began = time.monotonic()
    assert Host(open_store(store.location.url), tmp_path / "two").ledger.number(SITE) == 2000
    print(f"2000 commits, not compacted: {time.monotonic() - began:.1f} s")
    assert time.monotonic() - began < 30


# Whole crawls


@pytest.fixture
def answers() -> dict[str, Answer]:
    pages = {f"/news/{number}": Answer(body=article(number), headers=HTML) for number in range(1, 7)}
    return {"/feed": Answer(body=feed(*range(1, 7))), **pages}


@pytest.fixture
def server(answers: dict[str, Answer]) -> Iterator[Server]:
    with serve(answers) as server:
        yield server


@pytest.fixture
def loop(server: Server, tmp_path: Path) -> Place:
    return Place(tmp_path, {"LOOP_HOST": server.url.removeprefix("http://")})


def ledger_of(place: Place) -> Path:
    return next((place.folder / "ledger").rglob("loop_kz.sqlite3"))


def test_a_crawl_whose_ledger_broke_goes_on_with_its_queue(
    loop: Place, answers: dict[str, Answer], server: Server
) -> None:
    assert loop.scrapy("crawl", "loop_kz", *LOOP, "-a", "limit=2").code == 0
    # The feed has forgotten what waits in the queue.
    answers["/feed"] = Answer(body=feed(6))
    overwrite(ledger_of(loop), 0, 100)
    done = loop.scrapy("crawl", "loop_kz", *LOOP)
    assert done.code == 0, done.err
    assert "is broken" in done.err
    assert loop.outcomes() == {f"/news/{number}": "stored" for number in range(1, 7)}
    assert len(loop.rows("pages")) == len(loop.rows("articles")) == 6
    assert max(server.paths().count(f"/news/{number}") for number in range(1, 7)) == 1
    with sqlite3.connect(ledger_of(loop)) as db:
        db.execute(f"PRAGMA user_version={LEDGER_VERSION + 1}")
    done = loop.scrapy("crawl", "loop_kz", *LOOP)
    assert done.code == 3
    assert "newer version" in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_a_crawl_after_its_store_was_set_back_fetches_again_what_the_store_lost(
    loop: Place, answers: dict[str, Answer]
) -> None:
    assert loop.scrapy("crawl", "loop_kz", *LOOP, "-a", "limit=2").code == 0
    shutil.copytree(loop.store, loop.folder / "backup")
    assert loop.scrapy("crawl", "loop_kz", *LOOP).code == 0
    shutil.rmtree(loop.store)
    (loop.folder / "backup").rename(loop.store)
    answers["/feed"] = Answer(body=feed(5, 6))
    done = loop.scrapy("crawl", "loop_kz", *LOOP)
    assert done.code == 0, done.err
    assert "was set back" in done.err
    # The queue's copy in the store names what the feed has forgotten.
    assert loop.outcomes() == {f"/news/{number}": "stored" for number in range(1, 7)}
    assert len(loop.rows("articles")) == 6
