"""A published release with known rows, in a folder or a bucket: the layout that `scrapy release` writes."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

import pyarrow as pa

from pipelines.article import Article
from pipelines.release.published import Published
from pipelines.store.schema import to_table
from pipelines.store.store import open_store
from tests.factories import make_article
from tests.made_release import publish


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
    size = -(-len(rows) // shards)
    parts = [table_of(rows[number * size : (number + 1) * size]) for number in range(shards)]
    return publish(open_store(url).objects, parts, version, day)


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
