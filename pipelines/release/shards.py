"""The rows of a release as files: plain Parquet, and JSON Lines where they are asked for.

The same rows give the same bytes. A shard is at most 192 MiB of text and 1,000 bytes a row, so that it stays
below 200 MB however badly it packs, and is put into a bucket as one object. Real news packs to about a third.
"""

import dataclasses
import datetime as dt
import functools
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ..store.schema import checksum_of
from .columns import release_schema
from .stage import Numbers, Staged

GROUP_ROWS, GROUP_BYTES = 10_000, 32 * 2**20
"""A row group is what a reader skips or reads as one. Rows are sorted by site and time, so the least and
greatest values of a group tell which sites and days are in it."""

SHARD_ROWS, SHARD_BYTES = 100_000, 192 * 2**20
"""The bounds of a file, by rows and by their bytes as `stage` counts them."""

_SLICE_ROWS = 1000

_UNORDERED = frozenset(
    ("text", "title", "lead", "image_caption", "minhash", "text_sha256", "batch_id", "checksum", "warc_key")
)
"""Columns by whose least and greatest values nobody skips anything; of texts they would be whole texts."""

_UNIQUE = _UNORDERED | {"id", "url", "canonical_url", "image_url", "cluster_id", "removed", "word_count"}
"""Columns whose values hardly repeat, so that a dictionary of them is a detour."""


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """A row group: rows `start` to `stop` of the release."""

    start: int
    stop: int


def plan(sizes: Sequence[int]) -> list[list[Group]]:
    """Which rows go into which row group of which shard, given the bytes of each. At least one shard."""
    shards: list[list[Group]] = [[]]
    start = 0
    group_bytes = shard_bytes = shard_rows = 0
    for at, size in enumerate(sizes):
        rows = at - start
        if rows and (rows == GROUP_ROWS or group_bytes + size > GROUP_BYTES):
            shards[-1].append(Group(start, at))
            start, group_bytes = at, 0
        if shard_rows and (shard_rows == SHARD_ROWS or shard_bytes + size > SHARD_BYTES):
            if at > start:
                shards[-1].append(Group(start, at))
                start, group_bytes = at, 0
            shards.append([])
            shard_bytes = shard_rows = 0
        group_bytes += size
        shard_bytes += size
        shard_rows += 1
    if len(sizes) > start:
        shards[-1].append(Group(start, len(sizes)))
    return shards


def write_shards(
    folder: Path, staged: Staged, firsts: Numbers, *, jsonl: bool, look: Callable[[pa.Table], None]
) -> list[str]:
    """Write all rows below `folder`; the files' paths in it. `look` is shown all rows, a part at a time.

    :param firsts: see `clusters.firsts`
    """
    order = staged.in_row_order()
    shards = plan(staged.keys["bytes"].to_numpy()[order].tolist())
    ids = staged.keys["id"].combine_chunks()
    paths = []
    for number, groups in enumerate(shards):
        name = f"articles-{number:05}-of-{len(shards):05}"
        path = folder / "data" / f"{name}.parquet"
        path.parent.mkdir(exist_ok=True)
        paths.append(f"data/{path.name}")
        lines = None
        if jsonl:
            beside = folder / "jsonl" / f"{name}.jsonl.zst"
            beside.parent.mkdir(exist_ok=True)
            paths.append(f"jsonl/{beside.name}")
            lines = pa.CompressedOutputStream(str(beside), "zstd")
        with pq.ParquetWriter(str(path), release_schema(), **_options()) as writer:
            for group in groups:
                numbers = order[group.start : group.stop]
                rows = _with_clusters(staged.rows(numbers), numbers, firsts, ids)
                writer.write_table(_finished(rows, lines), row_group_size=len(numbers))
                look(rows)
        if lines is not None:
            lines.close()
    return paths


def _with_clusters(rows: pa.Table, numbers: Numbers, firsts: Numbers, ids: pa.Array) -> pa.Table:
    named = ids.take(pa.array(firsts[numbers]))
    first = pa.array(firsts[numbers] == numbers)
    columns = [*rows.columns, named, first]
    return pa.Table.from_arrays(columns, schema=release_schema())


def _finished(rows: pa.Table, lines: pa.NativeFile | None) -> pa.Table:
    """Rows with their checksums; each is written as a line too."""
    sums = []
    for start in range(0, rows.num_rows, _SLICE_ROWS):
        part = rows.slice(start, _SLICE_ROWS).to_pylist()
        for row in part:
            row["checksum"] = checksum_of(row)
            sums.append(row["checksum"])
        if lines is not None:
            lines.write("".join(map(_line, part)).encode())
    at = rows.schema.get_field_index("checksum")
    return rows.set_column(at, rows.schema.field(at), pa.array(sums, pa.string())).combine_chunks()


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=_plain) + "\n"


def _plain(value: bytes | dt.date) -> str:
    """What JSON has no type for, as the JSON Schema describes it."""
    return value.hex() if isinstance(value, bytes) else value.isoformat()


@functools.cache
def _options() -> dict[str, Any]:
    """How Parquet is written. Nothing in it depends on the machine or the time."""
    leaves = _leaves()
    return {
        "compression": "zstd",
        "compression_level": 6,
        "version": "2.6",
        "write_page_index": True,
        "write_page_checksum": True,
        "use_dictionary": [leaf for leaf in leaves if leaf.partition(".")[0] not in _UNIQUE],
        "write_statistics": [leaf for leaf in leaves if leaf not in _UNORDERED and "." not in leaf],
        "sorting_columns": [pq.SortingColumn(release_schema().get_field_index("site"))],
    }


def _leaves() -> list[str]:
    """The columns as Parquet names them, those within lists and records too."""
    sink = pa.BufferOutputStream()
    pq.write_table(release_schema().empty_table(), sink)
    schema = pq.ParquetFile(pa.BufferReader(sink.getvalue())).schema
    return [schema.column(number).path for number in range(len(schema))]
