"""The JSON Schema of the tables: as the classes say, and every record that is made validates."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pipelines.article import Article, Failed, Failure, LanguageShare, Page, PageRecord, Reason, Rejected
from pipelines.dataset.json_schema import json_schema, shipped
from pipelines.process import to_article
from pipelines.store.schema import from_row, to_json
from pipelines.store.store import Store
from tests.factories import NOW, make_article
from tests.running import ROOT
from tests.test_recorder import LATER, Host, host, rows, store
from tests.validating import faults

__all__ = ["host", "store"]


@pytest.mark.parametrize("record", [Article, PageRecord])
def test_what_is_shipped_is_what_the_classes_say(record: type) -> None:
    assert shipped(record) == json_schema(record), "run python -m pipelines.dataset.json_schema"
    jsonschema.Draft202012Validator.check_schema(json_schema(record))


BAD: list[tuple[dict[str, Any], str]] = [
    ({"id": "A" * 32}, "id"),
    ({"revision": 0}, "revision"),
    ({"url": "ftp://a.kz/1"}, "url"),
    ({"country": "Kazakhstan"}, "country"),
    ({"title": ""}, "title"),
    ({"authors": []}, "authors"),
    ({"tags": [""]}, "tags.0"),
    ({"published_precision": "hour"}, "published_precision"),
    ({"published_precision": "minute"}, "published_at"),
    ({"published_source": "jsonld"}, "published_source"),
    ({"published_local": "07.02.2013"}, "published_local"),
    ({"language": "Kazakh"}, "language"),
    ({"language_score": 1.5}, "language_score"),
    ({"language_shares": [LanguageShare("kk", 1.0)]}, "language_shares"),
    ({"script": "cyrillic"}, "script"),
    ({"text_sha256": "0"}, "text_sha256"),
    ({"month": "2026-13"}, "month"),
]


@pytest.mark.parametrize(("values", "column"), BAD)
def test_what_breaks_the_promise_is_told(values: dict[str, Any], column: str) -> None:
    article = make_article("https://a.kz/1", "text")
    assert faults(Article, to_json(article)) == []
    row = to_json(dataclasses.replace(article, **values))
    assert column in faults(Article, row)


def test_a_missing_column_is_told_and_a_new_one_is_none() -> None:
    row = to_json(make_article("https://a.kz/1", "text"))
    assert faults(Article, {**row, "mood": "calm"}) == []
    del row["lead"]
    assert faults(Article, row) == ["'lead' is a required property"]


def test_rows_of_both_tables_validate(store: Store, host: Callable[..., Host]) -> None:
    one = host()
    one.article("a")
    one.article("b", "a")
    one.take("https://a.kz/c", Rejected(Reason.GONE, "404"))
    one.take("https://a.kz/d", Failed(Failure.NETWORK, "refused"))
    one.recorder.commit(LATER)
    for record in (Article, PageRecord):
        for row in rows(store, record):
            assert faults(record, to_json(from_row(record, row))) == []
    (failed,) = (row for row in rows(store, PageRecord) if row["outcome"] == "failed")
    told = to_json(from_row(PageRecord, {**failed, "reason": None}))
    assert faults(PageRecord, told) == ["reason"]


WORDS = " ".join(f"слово{number}" for number in range(60))


def test_rows_of_duplicates_validate(host: Callable[..., Host], store: Store) -> None:
    one = host()
    one.article("a", WORDS)
    one.article("b", f"{WORDS} и еще")
    one.article("c", WORDS)
    for text in (WORDS, f"{WORDS} и еще"):
        url = "https://a.kz/print"
        one.take(url, make_article(url, text, canonical_url="https://a.kz/a"))
    one.recorder.commit(LATER)
    pages = [page for page in rows(store, PageRecord) if page["outcome"] == "duplicate"]
    told = {(page["reason"], page["similarity"] == 1.0, page["similarity"] is None) for page in pages}
    assert told == {
        ("near", False, False), ("text", True, False), ("url", True, False), ("url", False, True),
    }  # fmt: skip
    for page in pages:
        assert faults(PageRecord, to_json(from_row(PageRecord, page))) == []


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"reason": None}, "reason"),
        ({"reason": "guess"}, "reason"),
        ({"similarity": 1.5}, "similarity"),
        ({"similarity": None}, "similarity"),
        ({"article_id": None}, "article_id"),
        ({"outcome": "unchanged", "reason": None}, "similarity"),
    ],
)
def test_what_breaks_the_promise_of_a_duplicate_is_told(values: dict[str, Any], column: str) -> None:
    page = PageRecord(
        site="a_kz",
        month="2026-11",
        url="https://a.kz/b",
        outcome="duplicate",
        reason="near",
        article_id="0" * 32,
        revision=1,
        similarity=0.8,
        fetched_at=NOW,
        run_id="run1",
    )
    assert faults(PageRecord, to_json(page)) == []
    assert column in faults(PageRecord, to_json(dataclasses.replace(page, **values)))


def saved() -> Iterator[tuple[str, bytes, dt.datetime]]:
    """Modelled pages of declared sites, and reduced real ones if they are there; the gold: test_quality."""
    for path in sorted((Path(__file__).parent / "sites").glob("*/*.html")):
        yield f"https://a.kz/{path.parent.name}/{path.stem}", path.read_bytes(), NOW
    for path in sorted((ROOT.parent / "shared" / "pages").glob("*.html")):
        yield f"https://a.kz/{path.stem}", path.read_bytes(), NOW


def test_the_record_of_every_saved_page_validates() -> None:
    articles = 0
    for url, body, fetched_at in saved():
        found = to_article(Page(url=url, site="saved", body=body, fetched_at=fetched_at))
        if isinstance(found, Article):
            articles += 1
            assert faults(Article, to_json(found)) == [], url
    assert articles >= 9
