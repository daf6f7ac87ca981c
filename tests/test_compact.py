"""Compaction: the same rows in fewer files, whatever else happens meanwhile."""

import os
import threading
import time
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.dataset as pads
import pytest

from pipelines import compact as compact_module
from pipelines.article import Article, PageRecord
from pipelines.compact import MIN_FILES, compact
from pipelines.store.store import Store, open_store
from tests.factories import SITE
from tests.running import Place
from tests.test_recorder import LATER, Host, rows


@pytest.fixture
def store(store_url: str) -> Store:
    return open_store(store_url)


def crawl(store: Store, folder: Path, batches: int) -> Host:
    host = Host(store, folder)
    for number in range(batches):
        host.article(f"a{number}")
        host.recorder.commit(LATER)
    return host


def files(store: Store) -> int:
    return sum(part.files for record in (Article, PageRecord) for part in store.tables.parts(record))


def test_rows_stay_and_files_become_few(store: Store, tmp_path: Path) -> None:
    host = crawl(store, tmp_path, MIN_FILES)
    before = rows(store), rows(store, PageRecord)
    done = compact(store)
    assert (done.months, done.files_before, done.files_after) == (2, 2 * MIN_FILES, 2)
    assert (rows(store), rows(store, PageRecord)) == before
    # The batch numbers go on, readers' filters still work, and a second time there is nothing to do.
    host.article("later")
    host.recorder.commit(LATER)
    found = store.tables.scan(Article)
    assert found.count_rows(filter=(pads.field("site") == SITE) & (pads.field("batch") > MIN_FILES)) == 1
    assert compact(store).months == 0


def test_a_month_with_few_files_is_left_alone(store: Store, tmp_path: Path) -> None:
    crawl(store, tmp_path, MIN_FILES - 1)
    assert compact(store).months == 0


def test_raced_by_crawls_and_another_compaction(store: Store, tmp_path: Path) -> None:
    host = crawl(store, tmp_path, MIN_FILES)
    errors: list[BaseException] = []

    def run() -> None:
        try:
            compact(open_store(store.location.url))
        except BaseException as error:  # noqa: BLE001 - shown by the assertion below
            errors.append(error)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(6):
        host.article(f"meanwhile{number}")
        host.recorder.commit(LATER)
    for thread in threads:
        thread.join()
    assert errors == []
    urls = [row["url"] for row in rows(store)]
    assert len(urls) == len(set(urls)) == MIN_FILES + 6
    assert len(rows(store, PageRecord)) == MIN_FILES + 6


def test_what_is_taken_down_meanwhile_stays_down(store: Store, tmp_path: Path) -> None:
    crawl(store, tmp_path, MIN_FILES)
    thread = threading.Thread(target=compact, args=(open_store(store.location.url),))
    thread.start()
    store.tables.rewrite(Article, SITE, "2026-11", lambda part: part.filter(pc.field("text") != "a3"))
    thread.join()
    assert "a3" not in [row["text"] for row in rows(store)]
    assert len(rows(store)) == MIN_FILES - 1


def test_segments_that_no_row_points_to_are_swept_when_they_are_old(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crawl(store, tmp_path, 1)
    kept = list(store.objects.list("warc/"))
    store.objects.put_if_absent("warc/site=a_kz/2026-11/orphan.warc.gz", b"x")
    assert compact(store).segments == 0
    monkeypatch.setattr(compact_module, "UNREFERENCED_SECONDS", -2.0)
    assert compact(store).segments == 1
    assert list(store.objects.list("warc/")) == kept


def test_files_of_old_snapshots_are_deleted_after_a_week(tmp_path: Path) -> None:
    store = open_store(f"file:{tmp_path / 'store'}")
    crawl(store, tmp_path, MIN_FILES)
    data = tmp_path / "store" / "articles"
    orphan = data / f"site={SITE}" / "month=2026-11" / "part-orphan.parquet"
    orphan.write_bytes(b"x")
    week_ago = time.time() - 8 * 24 * 3600
    os.utime(orphan, (week_ago, week_ago))
    assert compact(store).vacuumed == 1
    assert not orphan.exists()
    # What the compaction itself replaced is younger, and stays for readers that hold an older snapshot.
    assert len(list(data.rglob("*.parquet"))) == MIN_FILES + 1


def test_the_command(tmp_path: Path) -> None:
    place = Place(tmp_path, {})
    crawl(open_store(f"file:{place.store}"), tmp_path / "ledger", MIN_FILES)
    done = place.scrapy("compact")
    assert done.code == 0
    assert done.err.startswith(f"{2 * MIN_FILES} files became 2 (2 months rewritten)")
    assert place.scrapy("compact", "x").code == 2
