"""Reading a store back: a clean one is clean, and each damage is named."""

import dataclasses
import datetime as dt
import json
import shutil
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from deltalake import CommitProperties, Transaction, write_deltalake

from pipelines.archive import wiped_record
from pipelines.article import Article, Failed, Failure, Page, PageRecord
from pipelines.dataset import verify as verify_module
from pipelines.dataset.verify import Looked, VerifyOptions, verify
from pipelines.dataset.verify.faults import Fault, Kind
from pipelines.dataset.verify.rows import article_problem
from pipelines.dedupe.fingerprint import text_sha256
from pipelines.errors import StoreError, UsageError
from pipelines.ledger.ledger import Ledger
from pipelines.process import to_article
from pipelines.recorder import Recorder
from pipelines.report.run_record import RunRecord, save
from pipelines.store.lease import Lease
from pipelines.store.schema import to_table
from pipelines.store.store import Store, ledger_path, open_store
from pipelines.store.tombstones import put_tombstones
from pipelines.store.writer import Batch
from pipelines.urls import url_key
from tests.factories import NOW, SITE, make_page, make_visit
from tests.running import Place
from tests.test_crawl import article

CLEAN = {"stored": 3, "revised": 1, "unchanged": 1, "duplicate": 1, "rejected": 1, "failed": 1}


class Writer:
    """A run whose pages are extracted, each fetched a minute after the one before."""

    def __init__(self, store: Store, folder: Path, site: str = SITE) -> None:
        self.site = site
        self.moment = NOW
        self.ledger = Ledger(ledger_path(folder, store, site))
        self.recorder = Recorder(
            store, self.ledger, run_id="run1", user_agent="Steppewire/0", batch_pages=100, batch_seconds=60
        )
        self.recorder.open([site])

    def page(self, path: str, body: bytes, **fields: int) -> str:
        self.moment += dt.timedelta(minutes=1, microseconds=7)
        page: Page = make_page(
            f"https://a.kz/{path}", body=body, site=self.site, fetched_at=self.moment, **fields
        )
        visit = make_visit(page.url, fetched_at=self.moment)
        seq = self.recorder.fetched(visit, page)
        return self.recorder.judged(seq, self.site, visit, to_article(page), self.moment).outcome

    def failure(self, path: str) -> None:
        self.moment += dt.timedelta(minutes=1)
        visit = make_visit(f"https://a.kz/{path}", fetched_at=self.moment)
        self.recorder.unfetched(self.site, visit, Failed(Failure.NETWORK), self.moment)

    def commit(self) -> None:
        self.recorder.commit(self.moment)


def fill(store: Store, ledgers: Path, site: str = SITE) -> Writer:
    """Three batches with each outcome, and what a run leaves beside them."""
    writer = Writer(store, ledgers, site)
    writer.page("1", article(1))
    writer.page("2", article(2))
    writer.page("2/print", article(2))
    writer.page("gone", b"", status=404)
    writer.commit()
    writer.page("1", article(1, "and oaks"))
    writer.page("2", article(2))
    writer.commit()
    writer.page("3", article(3))
    writer.failure("4")
    writer.commit()
    writer.recorder.save_pending(site)
    Lease(store.objects, site, {"ledger": "x", "host": "x", "run_id": "x"}).take()
    record = RunRecord(
        run_id="run1", site=site, kind="crawl", started_at=NOW, finished_at=NOW, finish_reason="finished"
    )
    save(store.objects, record)
    return writer


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a clean store and its ledger."""
    folder = tmp_path_factory.mktemp("whole")
    fill(open_store(f"file:{folder / 'store'}"), folder / "ledger").ledger.close()
    return folder


@pytest.fixture
def root(whole: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    shutil.copytree(whole, tmp_path, dirs_exist_ok=True)
    return tmp_path / "store"


def look(url: str | Path, *, fast: bool = True, site: str | None = None) -> Looked:
    address = f"file:{url}" if isinstance(url, Path) else url
    told: list[Fault] = []
    looked = verify(VerifyOptions(store_url=address, hints={}, fast=fast, site=site), told.append)
    assert told == looked.faults
    return looked


def kinds(root: Path) -> Counter[str]:
    return Counter(fault.kind.value for fault in look(root).faults)


def data(root: Path, table: str = "articles") -> list[Path]:
    """The data files of a table, in the order of batches."""
    rows = pa.table(open_store(f"file:{root}").tables.load(_RECORDS[table]).get_add_actions(flatten=True))
    found = sorted(rows.to_pylist(), key=lambda row: (row["min.batch"], row["path"]))
    return [root / table / row["path"] for row in found]


_RECORDS: dict[str, type] = {"articles": Article, "pages": PageRecord}


def commits(root: Path, table: str = "articles") -> list[Path]:
    return sorted((root / table / "_delta_log").glob("*.json"))


def segments(root: Path) -> list[Path]:
    """The WARC segments, in the order of batches."""
    rows = open_store(f"file:{root}").tables.scan(PageRecord).to_table().sort_by("batch").to_pylist()
    return [root / key for key in dict.fromkeys(row["warc_key"] for row in rows if row["warc_key"])]


def change(root: Path, record: type, how: Callable[[dict[str, object]], dict[str, object] | None]) -> None:
    """Rewrite all rows, with checksums that are right: a mistake of the writer, not of the disk."""
    store = open_store(f"file:{root}")

    def changed(rows: pa.Table) -> pa.Table:
        found = [row for old in rows.to_pylist() if (row := how(dict(old)))]
        return to_table(record, [_as_record(record, row) for row in found])

    store.tables.rewrite(record, SITE, "2026-11", changed)


def _as_record(record: type, row: dict[str, object]) -> object:
    names = {field.name for field in dataclasses.fields(record)}
    return record(**{name: value for name, value in row.items() if name in names})


def flip(path: Path, place: int, bit: int = 4) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1 << bit
    path.write_bytes(content)


def replace(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new))


def replace_in_footer(path: Path) -> None:
    """Make the least `url` of a data file greater than that of its rows."""
    content = path.read_bytes()
    footer = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    changed = content[footer:].replace(b"https://a.kz/1", b"https://a.kz/2")
    assert changed != content[footer:]
    path.write_bytes(content[:footer] + changed)


def _length(row: dict[str, Any]) -> int:
    return int(row["warc_length"])


def test_a_store_as_runs_leave_it_is_clean(store_url: str, tmp_path: Path) -> None:
    store = open_store(store_url)
    fill(store, tmp_path / "ledger")
    pages = store.tables.scan(PageRecord).to_table()["outcome"].to_pylist()
    assert Counter(pages) == CLEAN
    looked = look(store_url, fast=False)
    assert looked.faults == []
    assert (looked.rows, looked.files, looked.pages, looked.segments) == (12, 6, 7, 3)
    store.tables.rewrite(Article, SITE, "2026-11", lambda rows: rows)
    looked = look(store_url)
    assert (looked.faults, looked.files, looked.orphans) == ([], 4, 3)


def test_batches_of_many_sites_are_clean(tmp_path: Path) -> None:
    store = open_store(f"file:{tmp_path / 'store'}")
    writer = Writer(store, tmp_path)
    for site in (SITE, "b_kz"):
        writer.site = site
        writer.page("1", article(1))
    writer.commit()
    assert look(tmp_path / "store").faults == []
    assert look(tmp_path / "store", site="b_kz").rows == 2
    with pytest.raises(UsageError, match="no site 'c_kz'"):
        look(tmp_path / "store", site="c_kz")


def test_a_batch_of_several_readings(tmp_path: Path) -> None:
    """A WARC segment is read once, and rows of other sites in it are not looked for."""
    store = open_store(f"file:{tmp_path / 'store'}")
    writer = Writer(store, tmp_path)
    for site in (SITE, "b_kz"):
        writer.site = site
        writer.page("1", article(1))
    writer.commit()
    (segment,) = (tmp_path / "store" / "warc").rglob("*.gz")
    segment.unlink()
    assert kinds(tmp_path / "store") == {"segment missing": 2}


DAMAGE: dict[str, tuple[Callable[[Path], object], dict[str, int]]] = {
    "file deleted": (
        lambda root: data(root)[0].unlink(),
        {"file missing": 1, "article missing": 2, "revision gap": 1, "unknown article": 2},
    ),
    "pages deleted": (
        lambda root: data(root, "pages")[1].unlink(),
        {"file missing": 1, "page missing": 1, "batch gap": 1},
    ),
    "file cut off": (
        lambda root: data(root)[2].write_bytes(data(root)[2].read_bytes()[:-100]),
        {"file size": 1, "file unreadable": 1, "article missing": 1},
    ),
    "file empty": (
        lambda root: data(root)[2].write_bytes(b""),
        {"file size": 1, "file unreadable": 1, "article missing": 1},
    ),
    "extra file": (lambda root: (data(root)[0].parent / "part-x.parquet").write_bytes(b"x"), {}),
    "segment missing": (lambda root: segments(root)[0].unlink(), {"segment missing": 1}),
    "segment cut off": (
        lambda root: segments(root)[0].write_bytes(segments(root)[0].read_bytes()[:-50]),
        {"record broken": 1},
    ),
    "page in articles only": (
        lambda root: change(root, PageRecord, lambda row: row if row["outcome"] != "revised" else None),
        {"page missing": 1},
    ),
    "page in pages only": (
        lambda root: change(root, Article, lambda row: row if row["batch"] != 3 else None),
        {"article missing": 1},
    ),
    "first revision gone": (
        lambda root: change(
            root, Article, lambda row: row if row["revision"] != 1 or row["batch"] == 3 else None
        ),
        {"article missing": 2, "revision gap": 1, "unknown article": 2},
    ),
    "number without a row": (
        lambda root: change(root, PageRecord, lambda row: row if row["batch"] != 2 else None),
        {"page missing": 1, "batch gap": 1},
    ),
    "row of a later batch": (
        lambda root: change(root, PageRecord, lambda row: row | {"batch": 9} if row["batch"] == 3 else row),
        {"batch above": 1, "batch gap": 1, "page missing": 1, "batch id": 0},
    ),
    "two batches of one number": (
        lambda root: change(
            root, PageRecord, lambda row: row | {"batch_id": "0" * 32} if row["outcome"] == "failed" else row
        ),
        {"batch id": 1},
    ),
    "unknown outcome": (
        lambda root: change(
            root, PageRecord, lambda row: row | {"outcome": "kept"} if row["outcome"] == "unchanged" else row
        ),
        {"row": 1},
    ),
    "text and hash differ": (
        lambda root: change(root, Article, lambda row: row | {"text": "x"} if row["batch"] == 3 else row),
        {"row": 1},
    ),
    "another text in both": (
        lambda root: change(root, Article, lambda row: row | {"fetched_at": NOW - dt.timedelta(40)}),
        {"row": 3},
    ),
    "pages points elsewhere": (
        lambda root: change(
            root, PageRecord, lambda row: row | {"warc_offset": 1} if row["outcome"] == "unchanged" else row
        ),
        {"record broken": 1},
    ),
    "pointer to more than a record": (
        lambda root: change(
            root,
            PageRecord,
            lambda row: row | {"warc_length": 1 + _length(row)} if row["outcome"] == "duplicate" else row,
        ),
        {"record broken": 1},
    ),
    "bounds changed in a data file": (lambda root: replace_in_footer(data(root)[0]), {"statistics": 1}),
    "articles points elsewhere": (
        lambda root: change(
            root, Article, lambda row: row | {"warc_offset": 1} if row["batch"] == 3 else row
        ),
        {"record of another page": 1},
    ),
    "bad run record": (
        lambda root: next((root / "runs").rglob("*.json")).write_text('{"run_id": "x"}'),
        {"object": 1},
    ),
    "bad queue": (lambda root: (root / "state" / f"site={SITE}.json").write_text("{"), {"object": 1}),
    "bad lease": (lambda root: (root / "leases" / f"site={SITE}.json").write_text("[]"), {"object": 1}),
    "last commit cut off": (
        lambda root: commits(root)[-1].write_bytes(commits(root)[-1].read_bytes()[:300]),
        {"torn commit": 1},
    ),
    "last commit empty": (
        lambda root: commits(root, "pages")[-1].write_bytes(b""),
        {"torn commit": 1},
    ),
    "last commit of articles empty": (
        lambda root: commits(root)[-1].write_bytes(b""),
        {"torn commit": 1},
    ),
    "last commit cut off after a line": (
        lambda root: commits(root)[-1].write_bytes(
            b"".join(commits(root)[-1].read_bytes().splitlines(True)[:2])
        ),
        {"torn commit": 1, "pages only": 1, "batch above": 1},
    ),
    "commit in the middle empty": (
        lambda root: commits(root)[2].write_bytes(b""),
        {"torn commit": 1, "article missing": 1, "revision gap": 0},
    ),
    "a column renamed in the log": (
        lambda root: replace(commits(root)[0], b'\\"tags\\"', b'\\"tagz\\"'),
        {"log entry": 1},
    ),
    "a file counted to another month": (
        lambda root: replace(commits(root)[3], b'"month":"2026-11"', b'"month":"2026-10"'),
        {"log entry": 1, "article missing": 1},
    ),
    "a number of rows changed in the log": (
        lambda root: replace(commits(root)[3], b'numRecords\\":1', b'numRecords\\":3'),
        {"statistics": 1},
    ),
    "bounds changed in the log": (
        lambda root: replace(commits(root)[3], b'\\"batch\\":3', b'\\"batch\\":4'),
        {"statistics": 1},
    ),
    "commit in the middle gone": (lambda root: commits(root)[2].unlink(), {"missing commit": 1}),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_named(root: Path, name: str) -> None:
    damage, expected = DAMAGE[name]
    damage(root)
    assert kinds(root) == +Counter(expected)


def test_a_flipped_byte_of_a_data_file_is_noticed_or_harmless(root: Path) -> None:
    """Harmless: every row is read as it was written, and no statistics would have a reader leave one out."""
    noticed = 0
    for table in ("articles", "pages"):
        path = data(root, table)[0]
        content = path.read_bytes()
        before = open_store(f"file:{root}").tables.scan(_RECORDS[table]).to_table().to_pylist()
        for place in range(0, len(content), len(content) // 25):
            flip(path, place)
            found = look(root).faults
            if found:
                noticed += 1
                assert {Kind.FILE_UNREADABLE, Kind.CHECKSUM, Kind.STATISTICS} & {
                    fault.kind for fault in found
                }
            else:
                tables = open_store(f"file:{root}").tables
                assert tables.scan(_RECORDS[table]).to_table().to_pylist() == before, place
            path.write_bytes(content)
    assert noticed > 10


def test_a_flipped_byte_inside_a_record_is_noticed(root: Path) -> None:
    path = segments(root)[1]
    content = path.read_bytes()
    rows = open_store(f"file:{root}").tables.scan(PageRecord).to_table().to_pylist()
    row = next(row for row in rows if row["outcome"] == "revised")
    # The header of a gzip member holds a time and a system, which nobody reads.
    for place in range(row["warc_offset"] + 10, row["warc_offset"] + row["warc_length"], 40):
        flip(path, place)
        assert kinds(root) == {"record broken": 1}, place
        path.write_bytes(content)


def test_swapped_records_are_noticed(root: Path) -> None:
    path = segments(root)[0]
    content = path.read_bytes()
    rows = open_store(f"file:{root}").tables.scan(PageRecord).to_table().to_pylist()
    one, two = sorted((row for row in rows if row["outcome"] == "stored" and row["batch"] == 1), key=_offset)
    first, second = (content[_offset(row) : _offset(row) + row["warc_length"]] for row in (one, two))
    swapped = content[: _offset(one)] + second + first + content[_offset(one) + len(first) + len(second) :]
    path.write_bytes(swapped)
    # Where they are as long as each other each is found, and is another page's. A third page repeats one.
    found = kinds(root)
    assert found.total() == 3
    assert set(found) <= {"record of another page", "record broken"}


def _offset(row: dict[str, int]) -> int:
    return row["warc_offset"]


def test_the_record_of_another_page_is_noticed(root: Path) -> None:
    rows = open_store(f"file:{root}").tables.scan(PageRecord).to_table().to_pylist()
    other = next(row for row in rows if row["outcome"] == "duplicate")
    pointer = {name: other[name] for name in ("warc_key", "warc_offset", "warc_length")}
    for record in (Article, PageRecord):
        change(root, record, lambda row: row | pointer if row["batch"] == 3 and row["revision"] else row)
    assert kinds(root) == {"record of another page": 1}


def test_a_text_that_its_page_does_not_give_is_noticed(root: Path) -> None:
    other = {"text": "Other words.", "text_sha256": text_sha256("Other words.")}
    change(root, Article, lambda row: row | other if row["batch"] == 3 else row)
    assert look(root).faults == []
    (fault,) = look(root, fast=False).faults
    assert fault.kind is Kind.TEXT_DIFFERS
    assert "hints" in fault.detail
    # Rules that were changed since explain it.
    change(root, PageRecord, lambda row: row | {"rules_version": 0} if row["batch"] == 3 else row)
    assert look(root, fast=False).faults == []


@pytest.mark.parametrize("record", [Article, PageRecord])
def test_a_doubled_row_is_noticed(root: Path, record: type) -> None:
    tables = open_store(f"file:{root}").tables
    tables.rewrite(record, SITE, "2026-11", lambda rows: pa.concat_tables([rows, rows.slice(0, 1)]))
    (fault,) = look(root).faults
    assert (fault.kind, fault.repairable) == (Kind.ROW_TWICE, True)


def test_a_torn_checkpoint_is_named(root: Path) -> None:
    open_store(f"file:{root}").tables.load(Article).create_checkpoint()
    assert kinds(root) == {}
    (checkpoint,) = (root / "articles" / "_delta_log").glob("*.checkpoint.parquet")
    checkpoint.write_bytes(checkpoint.read_bytes()[:1000])
    (fault,) = look(root).faults
    assert (fault.kind, fault.repairable) == (Kind.TORN_CHECKPOINT, True)


def test_a_batch_in_articles_only(root: Path) -> None:
    append_to_articles(root, [])
    (fault,) = look(root).faults
    assert (fault.kind, fault.where) == (Kind.ARTICLES_ONLY, f"batch 4 of {SITE}")


def append_to_articles(root: Path, rows: list[Article]) -> None:
    tables = open_store(f"file:{root}").tables
    tables.append_batch(Article, to_table(Article, rows), Batch("f" * 32, {SITE: 4}))


def test_a_batch_that_reached_articles_only_and_held_none_leaves_a_trace(root: Path, tmp_path: Path) -> None:
    append_to_articles(root, [])
    Writer(open_store(f"file:{root}"), tmp_path / "other").ledger.close()
    assert look(root).faults == []
    assert json.loads((root / "gaps" / f"site={SITE}" / "4.json").read_text())["batch"] == 4
    shutil.rmtree(root / "gaps")
    assert kinds(root) == {"batch gap": 1}


def test_what_was_taken_down_is_no_fault(root: Path) -> None:
    """Rows leave both tables; numbers of batches and revisions are missing; the archive has wiped records."""
    rows = open_store(f"file:{root}").tables.scan(PageRecord).to_table().to_pylist()
    row = next(row for row in rows if row["outcome"] == "revised")
    put_tombstones(
        open_store(f"file:{root}").objects, SITE, ids=[row["article_id"]], keys=[url_key(row["url"])]
    )
    change(root, Article, lambda found: None if found["id"] == row["article_id"] else found)
    path = root / row["warc_key"]
    content = bytearray(path.read_bytes())
    start, length = row["warc_offset"], row["warc_length"]
    content[start : start + length] = wiped_record(length)
    path.write_bytes(content)
    change(root, PageRecord, lambda found: None if found["article_id"] == row["article_id"] else found)
    change(root, PageRecord, lambda found: None if found["batch"] == 2 else found)
    assert look(root).faults == []


def test_a_crawl_that_goes_on_meanwhile_is_no_fault(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch that is in `articles` when that is opened, and in `pages` a moment after."""
    append_to_articles(root, [])
    pages = PageRecord(
        site=SITE, month="2026-11", url="https://a.kz/9", outcome="failed", reason="network", fetched_at=NOW,
        run_id="r", batch=4, batch_id="f" * 32,
    )  # fmt: skip
    tables = open_store(f"file:{root}").tables
    batch = Batch("f" * 32, {SITE: 4})
    timer = threading.Timer(
        1.5, lambda: tables.append_batch(PageRecord, to_table(PageRecord, [pages]), batch)
    )
    monkeypatch.setattr(verify_module, "SETTLE_SECONDS", 30.0)
    timer.start()
    assert look(root).faults == []
    timer.join()


def test_what_is_no_dataset_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no dataset"):
        look(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_the_command(root: Path, tmp_path: Path) -> None:
    place = Place(tmp_path, {})
    done = place.scrapy("verify")
    assert (done.code, done.out) == (0, ""), done.err
    assert "12 rows in 6 files, 7 pages in 3 segments; 0 files of no snapshot; no fault" in done.err
    assert place.scrapy("verify", "x").code == 2
    assert place.scrapy("verify", "--site", "x").code == 2
    segments(root)[2].unlink()
    done = place.scrapy("verify", "--fast", "--repair")
    assert done.code == 1
    assert done.out.startswith("segment missing: warc/site=a_kz/")
    assert len(done.out.splitlines()) == 1
    shutil.rmtree(root / "pages")
    done = place.scrapy("verify")
    assert done.code == 3
    assert done.err.startswith("scrapy verify: no dataset at")


def test_transactions_stay_what_appends_are_told_by(root: Path) -> None:
    """The sign that a commit was cut off between two lines: an append without a number is none of ours."""
    table = open_store(f"file:{root}").tables.load(Article)
    write_deltalake(table, to_table(Article, []), mode="append", commit_properties=CommitProperties(
        app_transactions=[Transaction("other_kz", 1)]))  # fmt: skip
    assert kinds(root) == {}


# Site templates


def under_template(**changes: object) -> dict[str, object]:
    """A row of `articles` whose text lost its second line to template 2."""
    row: dict[str, object] = {
        "text": "First.\nThird.",
        "removed": [{"position": 1, "text": "Second."}],
        "text_sha256": text_sha256("First.\nSecond.\nThird."),
        "template_version": 2,
        "revision": 1,
        "month": "2026-11",
        "fetched_at": NOW,
    }
    return row | changes


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({}, None),
        ({"removed": [{"position": 0, "text": "Second."}]}, "text_sha256 is not that of the text before"),
        ({"removed": []}, "text_sha256 is not that of the text"),
        ({"template_version": 3}, "under template 3, which is not there"),
    ],
)
def test_a_text_under_a_template_can_be_put_together_again(
    changes: dict[str, object], problem: str | None
) -> None:
    found = article_problem(under_template(**changes), {1, 2})
    assert found == problem if problem is None else str(found).startswith(problem)


def test_a_template_that_is_damaged_or_gone_is_told(root: Path) -> None:
    # Learned with the third article.
    template = root / "templates" / f"site={SITE}" / "1.json"
    template.write_bytes(template.read_bytes()[:-9])
    (fault,) = look(root, site=SITE).faults
    assert (fault.kind.value, fault.where) == ("object", f"templates/site={SITE}/1.json")
    assert not fault.repairable
    template.unlink()
    (fault,) = look(root).faults
    assert fault.kind is Kind.ROW
    assert fault.detail.endswith("under template 1, which is not there")
