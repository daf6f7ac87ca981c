"""A small release, written by hand in the layout that `pipelines.release.published` reads."""

import datetime as dt
import hashlib
import io
import json
from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.dataset.reader import read_articles
from pipelines.release.published import SUMS, Filters, Published, build_name, file_of, key_of, to_bytes
from pipelines.store.location import parse_store_url
from pipelines.store.objects import ObjectStore
from pipelines.store.opening import open_objects

CARD = "---\nlicense: other\n---\n# News of the region\n"


def make_release(
    url: str, version: str = "2026.11", *, clusters: Mapping[str, str] | None = None
) -> Published:
    """Freeze what a store holds.

    :param clusters: address of the first of its cluster, by the address of an article that is not
    """
    rows = read_articles(url).to_arrow().sort_by([("site", "ascending"), ("id", "ascending")])
    ids = dict(zip(rows["url"].to_pylist(), rows["id"].to_pylist(), strict=True))
    first = {ids[one]: ids[other] for one, other in (clusters or {}).items()}
    of_cluster = [first.get(article, article) for article in rows["id"].to_pylist()]
    rows = rows.append_column("cluster_id", pa.array(of_cluster, pa.string()))
    canonical = [article not in first for article in rows["id"].to_pylist()]
    rows = rows.append_column("is_canonical", pa.array(canonical, pa.bool_()))
    half = (rows.num_rows + 1) // 2
    objects = open_objects(parse_store_url(url))
    return publish(objects, [rows.slice(0, half), rows.slice(half)], version)


def publish(objects: ObjectStore, shards: Sequence[pa.Table], version: str, day: int = 23) -> Published:
    """Publish rows that have their clusters, on a day of November 2026."""
    rows = pa.concat_tables(shards)
    files = {
        "README.md": CARD.encode(),
        "statistics.json": json.dumps({"articles": rows.num_rows}).encode(),
    }
    for number, shard in enumerate(shards):
        files[f"data/articles-{number:05}-of-{len(shards):05}.parquet"] = parquet(shard)
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(files.items()))
    files[SUMS] = sums.encode()
    release = Published(
        version=version,
        build=build_name(hashlib.sha256(files[SUMS]).hexdigest()),
        published_at=dt.datetime(2026, 11, day, tzinfo=dt.UTC),
        articles=rows.num_rows,
        clusters=len(rows["cluster_id"].unique()),
        filters=Filters(),
        files=tuple(file_of(path, data) for path, data in sorted(files.items())),
    )
    for path, data in files.items():
        objects.put_if_absent(release.prefix + path, data)
    objects.replace(key_of(version), to_bytes(release))
    return release


def parquet(rows: pa.Table) -> bytes:
    out = io.BytesIO()
    pq.write_table(rows, out, compression="zstd")
    return out.getvalue()
