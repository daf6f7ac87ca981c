"""A published release with known rows, in a folder or a bucket: the layout that `scrapy release` writes."""

import dataclasses
import datetime as dt
import hashlib
import io
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.article import Article
from pipelines.release.published import (
    SUMS,
    Filters,
    Published,
    ReleaseFile,
    build_name,
    file_of,
    key_of,
    to_bytes,
)
from pipelines.store.schema import to_table
from pipelines.store.store import open_store
from tests.factories import make_article


@dataclasses.dataclass(frozen=True)
class Row:
    """An article and its cluster; its own when none is named."""

    article: Article
    first: Article | None = None


def table_of(rows: Sequence[Row]) -> pa.Table:
    """Rows as a shard has them."""
    firsts = [(row.first or row.article).id for row in rows]
    table = to_table(Article, [row.article for row in rows])
    table = table.append_column("cluster_id", pa.array(firsts, pa.string()))
    canonical = [row.article.id == first for row, first in zip(rows, firsts, strict=True)]
    return table.append_column("is_canonical", pa.array(canonical, pa.bool_()))


def write_release(
    url: str, rows: Sequence[Row], version: str = "2026.11", *, shards: int = 2, day: int = 23
) -> Published:
    """Publish `rows`, in this order, as a release of the store at `url`, on a day of November 2026."""
    objects = open_store(url).objects
    size = -(-len(rows) // shards)
    files: dict[str, bytes] = {}
    for number in range(shards):
        sink = io.BytesIO()
        pq.write_table(table_of(rows[number * size : (number + 1) * size]), sink, compression="zstd")
        files[f"data/articles-{number:05}-of-{shards:05}.parquet"] = sink.getvalue()
    files["README.md"] = b"---\npretty_name: made\n---\n"
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(files.items()))
    files[SUMS] = sums.encode()
    listed: list[ReleaseFile] = [file_of(path, data) for path, data in sorted(files.items())]
    release = Published(
        version=version,
        build=build_name(hashlib.sha256(files[SUMS]).hexdigest()),
        published_at=dt.datetime(2026, 11, day, tzinfo=dt.UTC),
        articles=len(rows),
        clusters=len({(row.first or row.article).id for row in rows}),
        filters=Filters(),
        files=tuple(listed),
    )
    for file in listed:
        objects.put_if_absent(release.key(file), files[file.path])
    objects.put_if_absent(key_of(version), to_bytes(release))
    return release


DAY = dt.date(2026, 11, 20)


def known_rows() -> list[Row]:
    """Four articles of two sites in three languages; one of `b_kz` is a copy of one of `a_kz`."""
    first = make_article(
        "https://a.kz/1", "Қала орталығында жаңа көпір ашылды.\nҚұрылыс екі жыл жүрді.", title="Көпір ашылды",
        language="kk", published_date=DAY, authors=["Айгүл Сейітова"],
    )  # fmt: skip
    copy = make_article(
        "https://b.kz/1", "Қала орталығында жаңа көпір ашылды. Құрылыс екі жыл жүрді.", title="Жаңа көпір",
        language="kk", published_date=DAY, site="b_kz",
    )  # fmt: skip
    russian = make_article(
        "https://a.kz/2", "В Астане открыли новый мост.", title="Мост открыт", language="ru",
        published_date=DAY + dt.timedelta(days=1),
    )  # fmt: skip
    uzbek = make_article(
        "https://b.kz/2", "Toshkentda yangi ko‘prik ochildi.", title="Yangi ko‘prik", language="uz",
        site="b_kz",
    )  # fmt: skip
    return [Row(first), Row(russian), Row(copy, first), Row(uzbek)]
