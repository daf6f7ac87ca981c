"""The tables: columns, the fenced append, the rewrite primitive, races."""

import dataclasses
import multiprocessing
import uuid
from pathlib import Path

import pyarrow as pa
import pyarrow.fs as pafs
import pytest

from pipelines.article import Article, PageRecord, RemovedBlock, RightsStatement
from pipelines.store.location import parse_store_url
from pipelines.store.s3 import S3Store
from pipelines.store.schema import arrow_schema, checksum_of, from_row, to_json, to_table
from pipelines.store.writer import Batch, Overtaken, TableWriter
from tests.factories import NOW, SITE, make_article


@pytest.fixture
def tables(store_url: str) -> TableWriter:
    return made(store_url)


def made(url: str) -> TableWriter:
    tables = writer(url)
    tables.create()
    return tables


def writer(url: str) -> TableWriter:
    location = parse_store_url(url)
    return TableWriter(location) if location.root else TableWriter(location, S3Store(location).delta_options)


def batch(number: int, site: str = SITE) -> Batch:
    return Batch(uuid.uuid4().hex, {site: number})


def rows(batch: Batch, *texts: str, site: str = SITE) -> pa.Table:
    return to_table(
        Article,
        [
            make_article(
                f"https://a.kz/{text}",
                text,
                site=site,
                month="2026-11",
                batch=batch.numbers[site],
                batch_id=batch.batch_id,
            )
            for text in texts
        ],
    )


def texts(tables: TableWriter) -> list[str]:
    return sorted(tables.scan(Article).to_table()["text"].to_pylist())


def full_article() -> Article:
    return make_article(
        title="T",
        authors=["A", "B"],
        published_at=NOW,
        published_date=NOW.date(),
        minhash=b"\x00\xff",
        paywalled=False,
        rights=[RightsStatement("noai", "meta", "<meta>", NOW)],
        removed=[RemovedBlock(3, "Join")],
        month="2026-11",
        batch=1,
        batch_id="ab",
    )


def test_a_record_survives_arrow_and_json() -> None:
    article = full_article()
    (row,) = to_table(Article, [article]).to_pylist()
    written = dataclasses.replace(article, checksum=row["checksum"])
    assert from_row(Article, row) == written
    assert from_row(Article, to_json(written)) == written


def test_a_checksum_changes_with_any_column_and_holds_when_columns_are_added() -> None:
    (row,) = to_table(Article, [full_article()]).to_pylist()
    assert checksum_of(row) == row["checksum"] == checksum_of({**row, "added_later": None})
    for name in row.keys() - {"checksum"}:
        assert checksum_of({**row, name: "other"}) != row["checksum"], name


@pytest.mark.parametrize("record", [Article, PageRecord])
def test_columns_are_the_fields_and_times_have_a_zone(record: type) -> None:
    schema = arrow_schema(record)
    assert schema.names == [field.name for field in dataclasses.fields(record)]
    assert all(field.type.tz == "UTC" for field in schema if pa.types.is_timestamp(field.type))


def test_the_log_keeps_no_words_of_an_article(tmp_path: Path) -> None:
    tables = made(f"file:{tmp_path / 'store'}")
    one = batch(1)
    tables.append_batch(Article, rows(one, "unforgettable"), one)
    log = "".join(path.read_text() for path in (tmp_path / "store/articles/_delta_log").glob("*.json"))
    assert one.batch_id in log
    assert "unforgettable" not in log


def test_a_batch_is_in_once_however_often_it_is_appended(tables: TableWriter) -> None:
    one = batch(1)
    for _ in range(3):
        tables.append_batch(Article, rows(one, "a", "b"), one)
    assert texts(tables) == ["a", "b"]
    assert tables.numbers(Article, [SITE, "other"]) == {SITE: 1, "other": 0}


def test_a_batch_without_rows_passes_its_number(tables: TableWriter) -> None:
    tables.append_batch(Article, rows(batch(1)), batch(1))
    assert tables.numbers(Article, [SITE]) == {SITE: 1}


def test_a_number_that_another_used_is_refused(tables: TableWriter) -> None:
    one, other = batch(1), batch(1)
    tables.append_batch(Article, rows(one, "mine"), one)
    with pytest.raises(Overtaken):
        tables.append_batch(Article, rows(other, "late"), other)
    ahead = batch(3)
    with pytest.raises(Overtaken):
        tables.append_batch(Article, rows(ahead, "too early"), ahead)
    assert texts(tables) == ["mine"]


def test_a_batch_of_many_sites_is_refused_when_one_was_overtaken(tables: TableWriter) -> None:
    tables.append_batch(Article, rows(batch(1)), batch(1))
    both = Batch(uuid.uuid4().hex, {SITE: 1, "b_kz": 1})
    with pytest.raises(Overtaken) as overtaken:
        tables.append_batch(Article, rows(both, "x"), both)
    assert overtaken.value.sites == {SITE}
    assert tables.numbers(Article, ["b_kz"]) == {"b_kz": 0}


def test_a_rewrite_changes_one_month_of_one_site_and_keeps_the_numbers(tables: TableWriter) -> None:
    one, other = batch(1), batch(1, "b_kz")
    tables.append_batch(Article, rows(one, "keep", "drop"), one)
    tables.append_batch(Article, rows(other, "drop", site="b_kz"), other)
    tables.rewrite(Article, SITE, "2026-11", lambda part: part.filter(pa.compute.field("text") != "drop"))
    assert texts(tables) == ["drop", "keep"]
    tables.rewrite(Article, SITE, "2026-11", lambda part: part.slice(0, 0))
    assert texts(tables) == ["drop"]
    assert tables.numbers(Article, [SITE]) == {SITE: 1}


def test_an_append_that_comes_between_is_not_undone_by_a_rewrite(tables: TableWriter) -> None:
    one, two = batch(1), batch(2)
    tables.append_batch(Article, rows(one, "a"), one)
    seen: list[int] = []

    def change(part: pa.Table) -> pa.Table:
        seen.append(part.num_rows)
        if len(seen) == 1:
            tables.append_batch(Article, rows(two, "b"), two)
        return part

    tables.rewrite(Article, SITE, "2026-11", change)
    assert texts(tables) == ["a", "b"]
    assert seen == [1, 2]


def _write_batches(url: str, site: str, count: int) -> None:
    tables = writer(url)
    for number in range(1, count + 1):
        one = batch(number, site)
        tables.append_batch(Article, rows(one, f"{site}{number}", site=site), one)


def test_writers_of_different_sites_lose_nothing(tables: TableWriter, store_url: str) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write_batches, args=(store_url, f"s{n}", 8)) for n in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    assert texts(tables) == sorted(f"s{n}{number}" for n in range(3) for number in range(1, 9))


def test_arrow_opens_the_files_without_python(tables: TableWriter) -> None:
    # Through Python's files a program that has read can die of SIGABRT at its end, see `store.files`.
    files = tables.scan(Article).filesystem
    assert isinstance(files, pafs.SubTreeFileSystem)
    assert not isinstance(files.base_fs, pafs.PyFileSystem)


def test_table_properties_keep_the_fence(tables: TableWriter) -> None:
    properties = tables.load(Article).metadata().configuration
    assert properties["delta.checkpointInterval"] == "100"
    assert "delta.setTransactionRetentionDuration" not in properties
    assert tables.load(Article).metadata().partition_columns == ["site", "month"]


def test_numbers_of_many_sites_are_those_that_delta_tells(store_url: str) -> None:
    opened = made(store_url)
    sites = [f"site{number}_kz" for number in range(6)]
    numbers = dict.fromkeys(sites, 0)
    for turn in range(4):
        some = sites[turn : turn + 3]
        numbers |= {site: numbers[site] + 1 for site in some}
        fence = Batch(batch_id=f"{turn:032x}", numbers={site: numbers[site] for site in some})
        opened.append_batch(Article, arrow_schema(Article).empty_table(), fence)
        if turn == 1:
            opened.load(Article).create_checkpoint()
        # The same object, which has read a part of the log, and one that begins at the checkpoint.
        for tables in (opened, writer(store_url)):
            assert tables.numbers(Article, sites) == numbers
            assert tables.all_numbers(Article) == {site: number for site, number in numbers.items() if number}
            assert all(tables.numbers(Article, [site]) == {site: numbers[site]} for site in sites)


def test_numbers_are_told_where_commits_before_a_checkpoint_are_gone(tmp_path: Path) -> None:
    url = f"file:{tmp_path / 'store'}"
    sites = [f"site{number}_kz" for number in range(5)]
    first = made(url)
    fence = Batch(batch_id="0" * 32, numbers=dict.fromkeys(sites, 1))
    first.append_batch(Article, arrow_schema(Article).empty_table(), fence)
    first.load(Article).create_checkpoint()
    log = tmp_path / "store" / "articles" / "_delta_log"
    (log / f"{0:020d}.json").unlink()
    assert writer(url).numbers(Article, sites) == dict.fromkeys(sites, 1)
    # A log that is told in no doubt only: else delta-rs is asked.
    (log / "_last_checkpoint").unlink()
    tables = writer(url)
    assert tables.all_numbers(Article) is None
    assert tables.numbers(Article, sites) == dict.fromkeys(sites, 1)
