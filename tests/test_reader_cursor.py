"""The cursor: nothing missed, nothing twice, and a word where it does not fit the store."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipelines.article import Article
from pipelines.compact import MIN_FILES, compact
from pipelines.dataset.reader import Articles, Cursor, read_articles
from pipelines.errors import StoreError, UsageError
from pipelines.forget import Target, forget
from pipelines.store.location import parse_store_url
from pipelines.store.store import open_store
from pipelines.store.tables import Tables
from tests.factories import make_article
from tests.running import ROOT
from tests.test_reader import Writer


def kept(articles: Articles) -> Cursor:
    """What a consumer has that keeps the cursor in a file of JSON."""
    found: Cursor = json.loads(json.dumps(articles.cursor))
    return found


class Consumer:
    """Keeps what it was given, and the cursor."""

    def __init__(self, url: str, **options: Any) -> None:
        self.url, self.options = url, options
        self.cursor: Cursor = {}
        self.seen: list[tuple[str, int]] = []

    def look(self, **options: Any) -> list[tuple[str, int]]:
        articles = read_articles(self.url, after=self.cursor, **(self.options | options))
        found = sorted((article.text, article.revision) for article in articles)
        self.cursor = kept(articles)
        self.seen += found
        return found


@pytest.fixture
def writer(tmp_path: Path) -> Writer:
    writer = Writer(tmp_path)
    writer.write(one("a", 1), one("a", 2), one("b", 1))
    return writer


def one(site: str, number: int, text: str = "", **fields: Any) -> Article:
    return make_article(f"https://{site}.kz/{number}", text or f"{site}{number}", site=f"{site}_kz", **fields)


def test_everything_since_the_last_look(writer: Writer) -> None:
    consumer = Consumer(writer.url)
    assert consumer.look() == [("a1", 1), ("a2", 1), ("b1", 1)]
    assert consumer.look() == []
    writer.write(one("a", 3), one("c", 1))
    # A site that is new, and one that brought nothing.
    assert consumer.look() == [("a3", 1), ("c1", 1)]
    assert consumer.look() == []


def test_a_revision_comes_again_with_its_number(writer: Writer) -> None:
    consumer, thorough = Consumer(writer.url), Consumer(writer.url, revisions="all")
    consumer.look()
    thorough.look()
    writer.write(one("a", 1, "a1 changed"))
    writer.write(one("a", 1, "a1 changed again"))
    assert consumer.look() == [("a1 changed again", 3)]
    assert thorough.look() == [("a1 changed", 2), ("a1 changed again", 3)]
    assert consumer.look() == thorough.look() == []


def test_a_site_that_was_not_asked_for_is_not_skipped_later(writer: Writer) -> None:
    consumer = Consumer(writer.url)
    assert consumer.look(sites="a_kz") == [("a1", 1), ("a2", 1)]
    writer.write(one("a", 3), one("b", 2))
    assert consumer.look(sites=["b_kz", "nobody_kz"]) == [("b1", 1), ("b2", 1)]
    # Nor is one that was read before given twice, when the cursor has passed through another filter.
    assert consumer.look() == [("a3", 1)]


def test_compaction_changes_nothing(writer: Writer) -> None:
    consumer = Consumer(writer.url)
    consumer.look()
    for number in range(MIN_FILES):
        writer.write(one("a", 10 + number))
    half = Consumer(writer.url)
    half.cursor = consumer.cursor
    compact(open_store(writer.url))
    assert half.look() == [(f"a{10 + number}", 1) for number in range(MIN_FILES)]
    writer.write(one("a", 30))
    compact(open_store(writer.url))
    assert half.look() == [("a30", 1)]
    assert half.look() == []


def test_a_takedown_of_the_last_batches_changes_nothing(writer: Writer, tmp_path: Path) -> None:
    consumer = Consumer(writer.url)
    writer.write(one("a", 3, "to be taken down"))
    consumer.look()
    before = consumer.cursor["batches"]["a_kz"]
    (gone,) = [article for article in read_articles(writer.url) if article.text == "to be taken down"]
    forget(open_store(writer.url), tmp_path, Target("a_kz", article_id=gone.id), run_id="t", user_agent="S")
    # The table's last row of the site is of an earlier batch now; what was read stays read.
    assert consumer.look() == []
    assert consumer.cursor["batches"]["a_kz"] == before
    other = Writer(tmp_path / "again", url=writer.url)
    other.write(one("a", 4))
    assert consumer.look() == [("a4", 1)]


def test_an_empty_store_then_articles(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    consumer = Consumer(writer.url)
    assert consumer.look() == []
    writer.write(one("a", 1))
    assert consumer.look() == [("a1", 1)]


def set_back(tmp_path: Path, copy: Path) -> None:
    shutil.rmtree(tmp_path / "store")
    shutil.copytree(copy, tmp_path / "store")


@pytest.mark.parametrize("continued", [0, 1, 3])
def test_a_store_that_was_set_back_is_told(writer: Writer, tmp_path: Path, continued: int) -> None:
    """Also where it went on since, to another version under the number that the cursor knows."""
    copy = tmp_path / "copy"
    shutil.copytree(tmp_path / "store", copy)
    consumer = Consumer(writer.url)
    writer.write(one("a", 3))
    consumer.look()
    set_back(tmp_path, copy)
    for number in range(continued):
        Writer(tmp_path / f"ledger{number}", url=writer.url).write(one("b", 50 + number))
    with pytest.raises(StoreError, match=r"the cursor is ahead of file:.* was set back to an older copy"):
        consumer.look()
    # A copy that stands elsewhere and went on as the store did takes the cursor.
    consumer.cursor = {}
    assert ("a1", 1) in consumer.look()


def test_a_batch_that_the_store_has_not_is_told(writer: Writer) -> None:
    cursor = {**kept(read_articles(writer.url)), "commit": None}
    cursor["batches"]["a_kz"] = 9
    with pytest.raises(StoreError, match="it has read batch 9 of a_kz, the store 1"):
        read_articles(writer.url, after=cursor)


def test_a_copied_store_takes_the_cursor(writer: Writer, tmp_path: Path) -> None:
    cursor = kept(read_articles(writer.url))
    shutil.copytree(tmp_path / "store", tmp_path / "moved" / "store")
    assert list(read_articles(f"file:{tmp_path / 'moved' / 'store'}", after=cursor)) == []


def test_a_log_that_was_cleaned_up_takes_the_cursor(writer: Writer, tmp_path: Path) -> None:
    cursor = kept(read_articles(writer.url))
    Tables(parse_store_url(writer.url)).load(Article).create_checkpoint()
    for number in range(cursor["version"] + 1):
        (tmp_path / "store" / "articles" / "_delta_log" / f"{number:020d}.json").unlink(missing_ok=True)
    assert list(read_articles(writer.url, after=cursor)) == []
    assert kept(read_articles(writer.url, after=cursor))["commit"] is None


def test_a_cursor_of_another_store_is_refused(writer: Writer, tmp_path: Path) -> None:
    other = Writer(tmp_path / "other")
    cursor = kept(read_articles(other.url))
    with pytest.raises(UsageError, match="the cursor is of another store"):
        read_articles(writer.url, after=cursor)


@pytest.mark.parametrize(
    "cursor",
    [
        {"a_kz": 3},
        ["a_kz"],
        "text",
        7,
        {"store": 1, "version": 1, "commit": None, "batches": {}},
        {"store": "x", "version": "1", "commit": None, "batches": {}},
        {"store": "x", "version": True, "commit": None, "batches": {}},
        {"store": "x", "version": 1, "commit": None, "batches": {"a_kz": "1"}},
        {"store": "x", "version": 1, "commit": None, "batches": {"a_kz": None}},
        {"store": "x", "version": 1, "commit": None, "batches": 5},
        {"store": "x", "version": 1, "batches": {}},
    ],
)
def test_what_is_no_cursor_is_refused(writer: Writer, cursor: Any) -> None:
    with pytest.raises(UsageError, match="after: this is no cursor"):
        read_articles(writer.url, after=cursor)


BATCHES = 8

WRITING = f"""
import sys
from pathlib import Path
from tests.test_reader import Writer
from tests.test_reader_cursor import one
writer = Writer(Path(sys.argv[1]))
print("made", flush=True)
for number in range({BATCHES}):
    writer.write(*(one(site, 2 * number + i) for site in "ab" for i in (0, 1)))
    writer.write(one("a", 2 * number, "changed"))
"""


def test_a_reader_beside_a_writer_misses_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITING, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "made\n"
        consumer = Consumer(f"file:{tmp_path / 'store'}", revisions="all")
        looks = 0
        while process.poll() is None:
            looks += bool(consumer.look())
            whole = read_articles(consumer.url, revisions="all").to_arrow(["site", "batch"]).to_pylist()
            # One state: whole batches, without a gap, of all sites that share one.
            of_sites = {site: [row["batch"] for row in whole if row["site"] == f"{site}_kz"] for site in "ab"}
            assert sorted(set(of_sites["b"])) == list(range(1, len(of_sites["b"]) // 2 + 1))
            assert sorted(set(of_sites["a"])) == list(range(1, max(of_sites["a"], default=0) + 1))
            assert len(set(of_sites["a"])) - 2 * len(set(of_sites["b"])) in (0, -1)
    consumer.look()
    assert process.returncode == 0
    assert looks > 1
    new = [f"{site}{number}" for site in "ab" for number in range(2 * BATCHES)]
    assert sorted(consumer.seen) == sorted([(text, 1) for text in new] + [("changed", 2)] * BATCHES)


def test_a_cursor_shows_no_words_of_an_article(writer: Writer) -> None:
    assert re.fullmatch(r'[\w\s:,"{}-]+', json.dumps(read_articles(writer.url).cursor))
