"""Mending a damaged store: it ends clean, with the rows that it had, or says exactly what is lost."""

import shutil
import socket
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipelines.article import Article, PageRecord
from pipelines.commit import content_of
from pipelines.dataset.repair import repair
from pipelines.dataset.repair_site import RepairOptions, Told
from pipelines.dataset.verify import VerifyOptions
from pipelines.dataset.verify.faults import Fault
from pipelines.errors import SiteHeld
from pipelines.lock import SiteLock
from pipelines.store.folder import FolderStore
from pipelines.store.lease import Lease
from pipelines.store.schema import to_table
from pipelines.store.store import open_store
from pipelines.store.tables import NAMES
from pipelines.store.tombstones import put_tombstones
from pipelines.store.writer import Batch
from tests.factories import SITE
from tests.running import Place
from tests.test_crawl import article
from tests.test_verify import Writer, change, commits, data, fill, flip, look, segments

MONTH = "2026-11"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a clean store and its ledger."""
    folder = tmp_path_factory.mktemp("whole")
    writer = fill(open_store(f"file:{folder / 'store'}"), folder / "ledger")
    writer.page("gone/again", b"", status=410)
    writer.commit()
    writer.ledger.close()
    (folder / "store" / "leases" / f"site={SITE}.json").unlink()
    return folder


@pytest.fixture
def root(whole: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    shutil.copytree(whole, tmp_path, dirs_exist_ok=True)
    return tmp_path / "store"


def rows(address: str | Path, record: type) -> list[dict[str, Any]]:
    store = open_store(f"file:{address}" if isinstance(address, Path) else address)
    found: list[dict[str, Any]] = store.tables.scan(record).to_table().to_pylist()
    return sorted(found, key=lambda row: row["checksum"])


def mend(address: str | Path, ledgers: Path, faults: Collection[Fault] | None = None) -> list[str]:
    """Repair a store; what is lost."""
    url = f"file:{address}" if isinstance(address, Path) else address
    told: list[Told] = []
    options = RepairOptions(ledger_dir=ledgers, run_id="repair1", user_agent="Steppewire/0")
    found = look(address).faults if faults is None else faults
    assert found
    kept = repair(VerifyOptions(store_url=url, hints={}), options, found, told.append)
    lost = [message.text for message in told if message.lost]
    assert kept == (not lost)
    assert len(told) > len(lost)
    return lost


def cut_off(root: Path, ledgers: Path, reached: Collection[type]) -> None:
    """A batch that reached some of the tables, frozen in the ledger."""
    store = open_store(f"file:{root}")
    writer = Writer(store, ledgers)
    writer.page("9", article(9))
    writer.failure("10")
    batch = writer.recorder._freeze(writer.moment)
    content = content_of(batch, writer.ledger.batch_rows(batch.batch_id), "Steppewire/0")
    assert content.segment is not None
    store.objects.put_if_absent(content.segment_key, content.segment)
    fence = Batch(batch.batch_id, batch.numbers)
    for record in reached:
        made = content.articles if record is Article else content.pages
        store.tables.append_batch(record, to_table(record, made), fence)
    writer.ledger.close()


def damage_row(root: Path, record: type, url: str, **fields: object) -> None:
    """Change values of a row, and leave its checksum as it was."""

    def changed(part: pa.Table) -> pa.Table:
        found = [row | fields if row["url"].endswith(url) else row for row in part.to_pylist()]
        return pa.Table.from_pylist(found, schema=part.schema)

    open_store(f"file:{root}").tables.rewrite(record, SITE, MONTH, changed)


def double(root: Path, record: type) -> None:
    open_store(f"file:{root}").tables.rewrite(
        record, SITE, MONTH, lambda part: pa.concat_tables([part, part.slice(0, 1)])
    )


def cut(*paths: Path, length: int) -> None:
    for path in paths:
        path.write_bytes(path.read_bytes()[:length])


def remove(*paths: Path) -> None:
    for path in paths:
        path.unlink()


def checkpoint(root: Path) -> None:
    open_store(f"file:{root}").tables.load(PageRecord).create_checkpoint()
    (path,) = (root / "pages" / "_delta_log").glob("*.checkpoint.parquet")
    cut(path, length=1000)


def compaction(root: Path) -> None:
    open_store(f"file:{root}").tables.rewrite(Article, SITE, MONTH, lambda part: part)
    cut(commits(root)[-1], length=500)


WITHOUT_LOSS: dict[str, Callable[[Path], object]] = {
    "file of articles deleted": lambda root: data(root)[0].unlink(),
    "all files of articles deleted": lambda root: shutil.rmtree(root / "articles" / f"site={SITE}"),
    "file of articles cut off": lambda root: cut(data(root)[1], length=5000),
    "file of articles flipped": lambda root: flip(data(root)[1], 400),
    "row of articles damaged": lambda root: damage_row(root, Article, "/3", title="Tree"),
    "stored row of pages damaged": lambda root: damage_row(root, PageRecord, "/3", attempts=7),
    "row of articles twice": lambda root: double(root, Article),
    "row of pages twice": lambda root: double(root, PageRecord),
    "row of articles gone": lambda root: change(
        root, Article, lambda row: row if row["batch"] != 3 else None
    ),
    "row of pages gone": lambda root: change(
        root, PageRecord, lambda row: row if row["outcome"] != "revised" else None
    ),
    "commit of articles cut off": lambda root: cut(commits(root)[-1], length=200),
    "commit of articles empty": lambda root: cut(commits(root)[-1], length=0),
    "two commits of articles cut off": lambda root: cut(*commits(root)[-2:], length=200),
    "commit of a compaction cut off": compaction,
    "checkpoint cut off": checkpoint,
    "run record broken": lambda root: next((root / "runs").rglob("*.json")).write_text("{"),
    "queue broken": lambda root: (root / "state" / f"site={SITE}.json").write_text("{"),
}


@pytest.mark.parametrize("name", WITHOUT_LOSS)
def test_what_can_be_made_again_is(root: Path, tmp_path: Path, name: str) -> None:
    articles, pages = rows(root, Article), rows(root, PageRecord)
    WITHOUT_LOSS[name](root)
    assert mend(root, tmp_path / "ledger") == []
    assert look(root).faults == []
    assert rows(root, Article) == articles
    made = rows(root, PageRecord)
    assert len(made) == len(pages)
    # Who fetched it, and by what it was found, stands in `pages` only.
    for row in made:
        if row["run_id"] == "repair1":
            assert row["outcome"] in ("stored", "revised")
        else:
            assert row in pages
    # The next run goes on.
    writer = Writer(open_store(f"file:{root}"), tmp_path / "ledger")
    assert writer.page("later", article(5)) == "stored"
    writer.commit()
    assert look(root).faults == []


WITH_LOSS: dict[str, tuple[Callable[[Path], object], list[str], int]] = {
    # A revised and an unchanged page; the one is made again.
    "file of pages deleted": (
        lambda root: data(root, "pages")[1].unlink(),
        ["1 rows of pages of a_kz are lost: pages whose articles are not there"],
        0,
    ),
    "batch of pages without articles deleted": (
        lambda root: data(root, "pages")[3].unlink(),
        ["all pages of batch 4 of a_kz are lost", "1 rows of pages of a_kz are lost: pages whose articles"],
        0,
    ),
    "row of pages damaged": (
        lambda root: damage_row(root, PageRecord, "/print", attempts=7),
        ["1 rows of pages of a_kz are lost"],
        0,
    ),
    "file of articles and its segment deleted": (
        lambda root: remove(data(root)[2], segments(root)[2]),
        ["article "],
        2,
    ),
}


@pytest.mark.parametrize("name", WITH_LOSS)
def test_what_is_lost_is_told(root: Path, tmp_path: Path, name: str) -> None:
    damage, expected, left = WITH_LOSS[name]
    damage(root)
    lost = mend(root, tmp_path / "ledger")
    assert len(lost) == len(expected)
    for text, begun in zip(lost, expected, strict=True):
        assert text.startswith(begun)
    assert len(look(root).faults) == left


@pytest.mark.parametrize("known", [True, False])
def test_a_batch_in_articles_only_is_completed(root: Path, tmp_path: Path, known: bool) -> None:
    """From the ledger that froze it all of it; without that, its articles."""
    cut_off(root, tmp_path / "ledger", [Article])
    if not known:
        shutil.rmtree(tmp_path / "ledger")
    assert mend(root, tmp_path / "ledger") == []
    assert look(root).faults == []
    made = [row["outcome"] for row in rows(root, PageRecord) if row["batch"] == 5]
    assert sorted(made) == (["failed", "stored"] if known else ["stored"])


def test_a_torn_commit_of_pages_is_completed(root: Path, tmp_path: Path) -> None:
    cut_off(root, tmp_path / "ledger", [Article, PageRecord])
    cut(commits(root, "pages")[-1], length=300)
    assert mend(root, tmp_path / "ledger") == []
    assert look(root).faults == []
    assert sorted(row["outcome"] for row in rows(root, PageRecord) if row["batch"] == 5) == [
        "failed",
        "stored",
    ]
    assert (root / "pages" / "_delta_log" / f"{5:020d}.json.torn").exists()


def test_nothing_that_is_damaged_is_thrown_away(root: Path, tmp_path: Path) -> None:
    path = data(root)[1]
    cut(path, length=5000)
    content = path.read_bytes()
    mend(root, tmp_path / "ledger")
    assert (root / "broken" / path.relative_to(root)).read_bytes() == content


def test_what_was_taken_down_is_not_made_again(root: Path, tmp_path: Path) -> None:
    (row,) = [row for row in rows(root, Article) if row["batch"] == 3]
    data(root)[2].unlink()
    faults = look(root).faults
    put_tombstones(open_store(f"file:{root}").objects, SITE, ids=[row["id"]], keys=[])
    assert mend(root, tmp_path / "ledger", faults) == []
    assert row["id"] not in {row["id"] for row in rows(root, Article)}


def test_a_bucket_is_mended_too(s3_url: str, tmp_path: Path) -> None:
    store = open_store(s3_url)
    fill(store, tmp_path / "ledger").ledger.close()
    store.objects.delete(f"leases/site={SITE}.json")
    before = rows(s3_url, Article)
    for path in pa.table(store.tables.load(Article).get_add_actions(flatten=True))["path"].to_pylist():
        store.objects.delete(f"{NAMES[Article]}/{path}")
    assert mend(s3_url, tmp_path / "ledger") == []
    assert look(s3_url).faults == []
    assert rows(s3_url, Article) == before


@pytest.mark.parametrize("damage", ["file of articles deleted", "commit of articles cut off"])
def test_a_site_that_is_held_is_left_alone(root: Path, tmp_path: Path, damage: str) -> None:
    WITHOUT_LOSS[damage](root)
    with SiteLock(tmp_path / "ledger", SITE), pytest.raises(SiteHeld):
        mend(root, tmp_path / "ledger")
    objects = FolderStore(root)
    lease = Lease(objects, SITE, {"ledger": "other:x", "host": "other", "run_id": "x"})
    lease.take()
    with pytest.raises(SiteHeld):
        mend(root, tmp_path / "ledger")
    lease.free()
    assert mend(root, tmp_path / "ledger") == []


def test_the_lease_of_a_run_of_this_host_that_died_is_taken_over(root: Path, tmp_path: Path) -> None:
    """A power cut leaves both a torn commit and the lease of the run that made it."""
    store = open_store(f"file:{root}")
    named = f"{socket.gethostname()}:{tmp_path / 'ledger' / store.id / SITE}.sqlite3"
    Lease(store.objects, SITE, {"ledger": named, "host": "this", "run_id": "x"}).take()
    cut(commits(root)[-1], length=300)
    assert mend(root, tmp_path / "ledger") == []


def test_the_command(root: Path, tmp_path: Path) -> None:
    place = Place(tmp_path, {})
    data(root)[0].unlink()
    with SiteLock(tmp_path / "ledger", SITE):
        assert place.scrapy("verify", "--fast", "--repair").code == 4
    done = place.scrapy("verify", "--fast", "--repair")
    assert done.code == 0, done.err
    assert done.out.splitlines()[-1] == f"repaired: 2 rows of articles of {SITE} {MONTH} were made again"
    data(root, "pages")[3].unlink()
    done = place.scrapy("verify", "--fast", "--repair")
    assert done.code == 1
    assert "lost: all pages of batch 4 of a_kz are lost" in done.out
    assert place.scrapy("verify", "--fast").code == 0
