"""Stores whose rows are known, for the tests of the report."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from deltalake import write_deltalake

from pipelines.article import Article, PageRecord
from pipelines.report.run_record import FetchSeconds, RunRecord, SourceReading, save
from pipelines.store.schema import to_table
from pipelines.store.store import Store, open_store
from tests.factories import make_article

NOW = dt.datetime(2026, 11, 22, 20, 15, tzinfo=dt.UTC)
HOSTILE = (
    "<script>alert(1)</script>",
    "$x_{1}$",
    "_hidden",
    '"><img src=x onerror=alert(2)>',
    "qaz\u202eaq\x07",
)
"""Names that break out of markup, are formulas, are left out of legends, or turn the direction of text."""


def ago(days: int, *, hours: int = 0, minutes: int = 0) -> dt.datetime:
    return NOW - dt.timedelta(days=days, hours=hours, minutes=minutes)


def article(site: str, number: int, at: dt.datetime, **fields: Any) -> Article:
    """A row of `articles`, stored 5 minutes after its fetch, an hour after its publication."""
    values = {
        "site": site,
        "fetched_at": at,
        "batched_at": at + dt.timedelta(minutes=5),
        "published_at": at - dt.timedelta(minutes=55),
        "published_precision": "minute",
        "month": f"{at:%Y-%m}",
        "language": "kk",
        "batch": 1,
        "batch_id": "b" * 32,
        **fields,
    }
    return make_article(f"https://{site}.example/{number}", "The text of it.", **values)


def page(site: str, number: int, at: dt.datetime, outcome: Any = "stored", **fields: Any) -> PageRecord:
    """A row of `pages`."""
    values = {
        "url": f"https://{site}.example/{number}",
        "month": f"{at:%Y-%m}",
        "warc_length": 1000 + number,
        "run_id": "r",
        "batch": 1,
        "batch_id": "b" * 32,
        **fields,
    }
    return PageRecord(site=site, outcome=outcome, fetched_at=at, **values)


def run_record(site: str, at: dt.datetime, **fields: Any) -> RunRecord:
    """The record of a run of 10 minutes that was well."""
    values = {
        "run_id": f"{at:%Y%m%dT%H%M%SZ}-0a0b0c",
        "kind": "crawl",
        "finished_at": at + dt.timedelta(minutes=10),
        "finish_reason": "finished",
        **fields,
    }
    return RunRecord(site=site, started_at=at, **values)


DEAD = (SourceReading("https://a.example/feed", "feed", error="HTTP 500", result="server"),)


def write_store(
    url: str,
    articles: Sequence[Article] = (),
    pages: Sequence[PageRecord] = (),
    runs: Sequence[RunRecord] = (),
) -> Store:
    """A store with exactly these rows and records."""
    store = open_store(url)
    options = store.tables._options()
    for record, rows in ((Article, articles), (PageRecord, pages)):
        if rows:
            table = store.tables.load(record)
            write_deltalake(table, to_table(record, rows), mode="append", storage_options=options)
    for run in runs:
        save(store.objects, run)
    return store


def known_store(url: str) -> Store:
    """Two sites that are well, one that is not, one that has stopped to run; rows before the period too."""
    old = ago(45)
    articles = [
        *(article("a_kz", number, ago(number % 3, hours=1)) for number in range(12)),
        *(article("b_kz", number, ago(1, hours=number), language="ru") for number in range(5)),
        article("b_kz", 5, ago(2), language="und", published_precision="day", published_at=None),
        article("b_kz", 6, ago(2), published_at=ago(400)),
        article("a_kz", 0, ago(0), revision=2),
        article("a_kz", 90, old),
    ]
    pages = [
        *(page("a_kz", number, ago(number % 3, hours=1)) for number in range(12)),
        *(page("b_kz", number, ago(1, hours=number)) for number in range(5)),
        page("b_kz", 5, ago(2)),
        page("b_kz", 6, ago(2)),
        page("a_kz", 0, ago(0), "revised"),
        *(page("b_kz", 20 + number, ago(3), "rejected", reason="too_short") for number in range(3)),
        page("a_kz", 30, ago(3), "rejected", reason="robots"),
        page("b_kz", 31, ago(4), "failed", reason="network", warc_length=None),
        page("a_kz", 32, ago(4), "duplicate", reason="text", origin="0" * 64),
        page("a_kz", 33, ago(5), "unchanged"),
        page("a_kz", 90, old),
    ]
    timed = {"a.example": 300}, {"a.example": 2}, FetchSeconds(300, 0.25, 1.5)
    runs = [
        *(
            run_record("a_kz", ago(days), requests=timed[0], refusals=timed[1], fetch_seconds=timed[2])
            for days in range(4)
        ),
        run_record("b_kz", ago(3)),
        run_record("b_kz", ago(2), sources=list(DEAD)),
        run_record("b_kz", ago(1), sources=list(DEAD), outcomes={"failed": 1}),
        *(run_record("c_kz", ago(days)) for days in (12, 11, 10)),
        run_record("_ingest", ago(20), kind="ingest"),
        run_record("_ingest", ago(19), kind="ingest"),
        run_record("a_kz", old),
    ]
    return write_store(url, articles, pages, runs)
