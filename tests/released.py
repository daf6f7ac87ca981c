"""Stores to be released, and what a release of them holds."""

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.article import Article, RightsStatement
from pipelines.release.make import Made, ReleaseOptions, make_release
from pipelines.release.published import Filters, Published
from pipelines.store.store import Store
from tests.factories import make_article
from tests.report_store import write_store

DAY = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
RESERVED = RightsStatement("training_reserved", "robots.txt", "User-agent: GPTBot", DAY)


def text(seed: int, *, changed: int = 0) -> str:
    """120 words in three paragraphs; those of two seeds have nothing in common."""
    chosen = random.Random(seed)  # noqa: S311
    words = [f"сөз{chosen.randrange(10**9)}" for _ in range(120)]
    words[:changed] = [f"басқа{at}" for at in range(changed)]
    return "\n".join(" ".join(words[start : start + 40]) for start in range(0, 120, 40))


def article(site: str, number: int, hours: float, **fields: Any) -> Article:
    """An article that was published so many hours after `DAY`, and fetched an hour later."""
    at = DAY + dt.timedelta(hours=hours)
    values = {
        "site": site,
        "publisher": f"The {site}",
        "country": "KZ",
        "published_at": at,
        "published_date": at.date(),
        "published_local": at.isoformat(),
        "published_precision": "minute",
        "published_source": "meta",
        "fetched_at": at + dt.timedelta(hours=1),
        "batched_at": at + dt.timedelta(hours=2),
        "month": "2026-11",
        "batch": 1,
        "batch_id": "b" * 32,
        "warc_key": f"warc/site={site}/x.warc.gz",
        "warc_offset": number,
        "warc_length": 1000,
        "language": "kk",
        **fields,
    }
    words = values.pop("text", text(hash_of(site, number)))
    return make_article(f"https://{site}.example/{number}", words, **values)


def hash_of(site: str, number: int) -> int:
    return sum(map(ord, site)) * 100_000 + number


def only_day(hours: float) -> dict[str, Any]:
    """Fields of an article of which only the day is known."""
    day = (DAY + dt.timedelta(hours=hours)).date()
    return {
        "published_at": None,
        "published_date": day,
        "published_local": day.isoformat(),
        "published_precision": "day",
    }


NO_DAY: dict[str, Any] = {
    "published_at": None,
    "published_date": None,
    "published_local": None,
    "published_precision": "none",
    "published_source": None,
}


def release(
    store: Store, folder: Path, version: str = "2026.11", *, jsonl: bool = False, **filters: Any
) -> Made:
    options = ReleaseOptions(
        version=version, filters=Filters(**filters), jsonl=jsonl, ledger_dir=folder / "ledger", run_id="r"
    )
    return make_release(store.tables, store.objects, options)


def table(store: Store, released: Published) -> pa.Table:
    """All rows of a release, in its order."""
    parts = [store.objects.get(released.key(file)) or b"" for file in released.shards]
    return pa.concat_tables([pq.read_table(pa.BufferReader(part)) for part in parts])


def rows(store: Store, released: Published) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table(store, released).to_pylist()
    return found


def names(found: list[dict[str, Any]]) -> list[str]:
    """Site and number of each row."""
    return [f"{row['site'][0]}{row['url'].rpartition('/')[2]}" for row in found]


def file(store: Store, released: Published, path: str) -> bytes:
    return store.objects.get(released.prefix + path) or b""


def keys(store: Store) -> list[str]:
    return list(store.objects.list("releases/"))


def small(folder: Path, url: str | None = None) -> Store:
    """Two sites; one article in two revisions, one without a day, one that is kept from training."""
    return write_store(url or f"file:{folder / 'store'}", small_articles())


def small_articles() -> list[Article]:
    return [
        article("b_kz", 1, 30, language="ru"),
        article("a_kz", 2, 50),
        article("a_kz", 1, 1, text=text(7)),
        article("a_kz", 1, 1, text=text(8), revision=2, batch=2, fetched_at=DAY + dt.timedelta(days=1)),
        article("a_kz", 3, 26, rights=[RESERVED]),
        article("b_kz", 2, 5, **NO_DAY),
    ]
