"""Records for tests: everything given a plain value that a test may override."""

import datetime as dt
from typing import Any

from pipelines.article import Article, Page
from pipelines.dedupe.fingerprint import plain_words, text_sha256
from pipelines.dedupe.near import signature
from pipelines.urls import article_id
from pipelines.visit import Visit

NOW = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
SITE = "a_kz"


def make_page(url: str = "https://a.kz/news/x-1/", **fields: Any) -> Page:
    values = {"site": SITE, "body": b"<p>page</p>", "content_type": "text/html", "fetched_at": NOW, **fields}
    return Page(url=url, **values)


def make_article(url: str = "https://a.kz/news/x-1/", text: str = "One text.", **fields: Any) -> Article:
    site, canonical = fields.pop("site", SITE), fields.pop("canonical_url", url)
    return Article(
        id=article_id(site, canonical),
        url=url,
        canonical_url=canonical,
        site=site,
        text=text,
        text_sha256=text_sha256(text),
        minhash=fields.pop("minhash", signature(plain_words(text))),
        word_count=len(text.split()),
        fetched_at=fields.pop("fetched_at", NOW),
        **fields,
    )


def make_visit(url: str = "https://a.kz/news/x-1/", **fields: Any) -> Visit:
    return Visit(
        **{"url": url, "source": "feed", "fetched_at": NOW, "run_id": "run1", "status": 200, **fields}
    )
