"""The files of a release: what readers find in them, and that the same rows give the same bytes."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import jsonschema
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as pads
import pyarrow.parquet as pq
import pytest

from pipelines.article import Article
from pipelines.compact import MIN_FILES, compact
from pipelines.dataset.verify import VerifyOptions, verify
from pipelines.dataset.verify.faults import Fault, Kind
from pipelines.dataset.verify.releases import check_releases
from pipelines.dedupe.near import signature
from pipelines.release import build as build_module
from pipelines.release import shards
from pipelines.release.columns import release_schema
from pipelines.release.published import (
    key_of,
    published,
)
from pipelines.release.shards import Group, plan
from pipelines.store.store import open_store
from tests.released import (
    article,
    file,
    keys,
    release,
    rows,
    small,
    small_articles,
    text,
)
from tests.report_store import write_store
from tests.running import ROOT

# Files


def test_the_files_and_their_sums(tmp_path: Path) -> None:
    store = small(tmp_path)
    made = release(store, tmp_path, jsonl=True).release
    assert [one.path for one in made.files] == [
        "README.md",
        "SHA256SUMS",
        "articles.schema.json",
        "data/articles-00000-of-00001.parquet",
        "jsonl/articles-00000-of-00001.jsonl.zst",
        "plots/languages.png",
        "plots/sites.png",
        "plots/time.png",
        "plots/words.png",
        "statistics.json",
    ]
    assert keys(store) == sorted([*(made.key(one) for one in made.files), key_of("2026.11")])
    folder = tmp_path / "store" / made.prefix
    done = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, check=True
    )
    assert done.stdout.count(b": OK") == len(made.files) - 1
    assert hashlib.sha256(file(store, made, "SHA256SUMS")).hexdigest().startswith(made.build)
    for one in made.files:
        assert len(file(store, made, one.path)) == one.bytes


@pytest.mark.usefixtures("without_plots")
def test_lines_of_json_are_the_rows_and_fit_the_schema(tmp_path: Path) -> None:
    articles = [
        *small_articles(),
        article("c_kz", 1, 1, title='"\n\u2028', removed=[], minhash=signature(text(1))),
    ]
    store = write_store(f"file:{tmp_path / 'store'}", articles)
    made = release(store, tmp_path, jsonl=True).release
    packed = pa.BufferReader(file(store, made, "jsonl/articles-00000-of-00001.jsonl.zst"))
    lines = pa.CompressedInputStream(packed, "zstd").read().decode().split("\n")
    assert lines.pop() == ""
    found = rows(store, made)
    assert [json.loads(line)["checksum"] for line in lines] == [row["checksum"] for row in found]
    schema = json.loads(file(store, made, "articles.schema.json"))
    check = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    for line, row in zip(lines, found, strict=True):
        value = json.loads(line)
        check.validate(value)
        assert list(value) == release_schema().names == list(schema["properties"])
        assert value["fetched_at"] == row["fetched_at"].isoformat()
        assert value["minhash"] == row["minhash"].hex()
    assert {"cluster_id", "is_canonical"} <= set(schema["required"])
    assert not check.is_valid({**json.loads(lines[0]), "cluster_id": "x"})


@pytest.fixture
def without_plots(monkeypatch: pytest.MonkeyPatch) -> None:
    """They take most of the time of a small release."""
    monkeypatch.setattr(build_module, "plots", lambda _: {})


@pytest.mark.usefixtures("without_plots")
def test_common_readers_read_it(tmp_path: Path) -> None:
    store = small(tmp_path)
    made = release(store, tmp_path).release
    shown = str(tmp_path / "store" / made.prefix / "data")
    expected = [row["id"] for row in rows(store, made)]
    assert pd.read_parquet(shown)["id"].to_list() == expected
    assert pl.read_parquet(f"{shown}/*.parquet")["id"].to_list() == expected
    assert pads.dataset(shown).to_table()["id"].to_pylist() == expected
    query = (
        f"SELECT id FROM '{shown}/*.parquet' WHERE site = 'a_kz' AND published_at > TIMESTAMPTZ '2026-11-02'"  # noqa: S608
    )
    assert duckdb.execute(query).fetchall() == [(expected[1],), (expected[2],)]


@pytest.mark.usefixtures("without_plots")
def test_row_groups_can_be_skipped_by_site_and_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "GROUP_ROWS", 10)
    monkeypatch.setattr(shards, "SHARD_ROWS", 30)
    articles = [article(site, number, number) for site in ("a_kz", "b_kz") for number in range(25)]
    store = write_store(f"file:{tmp_path / 'store'}", articles)
    made = release(store, tmp_path).release
    assert [one.path for one in made.shards] == [
        "data/articles-00000-of-00002.parquet",
        "data/articles-00001-of-00002.parquet",
    ]
    seen = []
    for one in made.shards:
        found = pq.ParquetFile(pa.BufferReader(file(store, made, one.path))).metadata
        for number in range(found.num_row_groups):
            group = found.row_group(number)
            columns = {group.column(at).path_in_schema: group.column(at) for at in range(group.num_columns)}
            sites, times = columns["site"].statistics, columns["published_at"].statistics
            seen.append((group.num_rows, sites.min, sites.max, times.min.hour))
            assert {column.compression for column in columns.values()} == {"ZSTD"}
            # Of texts the least and the greatest would be whole texts.
            assert columns["text"].statistics is None
            assert "RLE_DICTIONARY" in columns["site"].encodings
            assert "RLE_DICTIONARY" not in columns["text"].encodings
    assert seen == [
        (10, "a_kz", "a_kz", 0), (10, "a_kz", "a_kz", 10), (10, "a_kz", "b_kz", 0),
        (10, "b_kz", "b_kz", 5), (10, "b_kz", "b_kz", 15),
    ]  # fmt: skip
    assert len(rows(store, made)) == 50


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([], [[]]),
        ([1], [[(0, 1)]]),
        ([1] * 3, [[(0, 3)]]),
        ([1] * 4, [[(0, 3), (3, 4)]]),
        ([1] * 8, [[(0, 3), (3, 6), (6, 7)], [(7, 8)]]),
        # By bytes: 10 a group, 20 a shard; one that is larger stands alone.
        ([6, 6, 6, 6], [[(0, 1), (1, 2), (2, 3)], [(3, 4)]]),
        ([50, 1, 1], [[(0, 1)], [(1, 3)]]),
        ([1, 50, 1], [[(0, 1)], [(1, 2)], [(2, 3)]]),
    ],
)
def test_the_plan_of_shards(
    sizes: list[int], expected: list[list[tuple[int, int]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"GROUP_ROWS": 3, "SHARD_ROWS": 7, "GROUP_BYTES": 10, "SHARD_BYTES": 20}.items():
        monkeypatch.setattr(shards, name, value)
    assert plan(sizes) == [[Group(*group) for group in groups] for groups in expected]


# The same bytes

_PROGRAM = """
import sys
from pathlib import Path
from pipelines.store.store import open_store
from tests.released import release
print(release(open_store(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], jsonl=True).release.build)
"""


def build_in_a_process(store: str, folder: Path, version: str, **variables: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, store, str(folder), version],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def many_articles() -> list[Article]:
    made = [article(f"{'abc'[number % 3]}_kz", number, number * 7 % 90) for number in range(60)]
    copies = [article("c_kz", 100 + number, number, text=made[number].text) for number in range(20)]
    return [*made, *copies]


def test_the_same_rows_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    store = write_store(f"file:{tmp_path / 'store'}", many_articles())
    here = release(store, tmp_path, jsonl=True).release
    # Backwards, in many files that are then compacted to one, in another process with another hash seed,
    # zone, locale and style of plots.
    other = open_store(f"file:{tmp_path / 'other'}")
    for start in range(MIN_FILES):
        write_store(other.location.url, many_articles()[::-1][start::MIN_FILES])
    assert compact(other).months > 0
    (tmp_path / "matplotlibrc").write_text("axes.grid: False\nfont.size: 30\nlines.color: r\n")
    build = build_in_a_process(
        other.location.url,
        tmp_path,
        "2026.11",
        PYTHONHASHSEED="77",
        TZ="Asia/Tokyo",
        LC_ALL="C",
        MATPLOTLIBRC=str(tmp_path / "matplotlibrc"),
        OMP_NUM_THREADS="1",
    )
    assert build == here.build
    there = published(other.objects, "2026.11")
    assert there.files == here.files
    for one in here.files:
        assert file(store, here, one.path) == file(other, there, one.path)


@pytest.mark.usefixtures("without_plots")
@pytest.mark.parametrize(
    ("path", "damage", "says"),
    [
        ("data/articles-00000-of-00001.parquet", "missing", "is missing"),
        ("README.md", "other", "has another SHA-256"),
        (None, "other", "is damaged"),
    ],
)
def test_verify_finds_what_is_damaged(path: str | None, damage: str, says: str, tmp_path: Path) -> None:
    store = small(tmp_path)
    made = release(store, tmp_path).release
    release(store, tmp_path, "other")
    assert list(check_releases(store.objects)) == []
    key = key_of("2026.11") if path is None else made.prefix + path
    if damage == "missing":
        store.objects.delete(key)
    else:
        store.objects.replace(key, b"x" * len(store.objects.get(key) or b""))
    options = VerifyOptions(store_url=store.location.url, hints={}, fast=True)
    told: list[Fault] = []
    verify(options, told.append)
    (fault,) = [fault for fault in told if fault.kind is Kind.RELEASE]
    assert fault.where == key
    assert says in fault.detail
