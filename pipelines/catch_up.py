"""Filling a ledger from the tables: after another host's batch, or when the ledger was lost."""

import itertools
import logging
from collections.abc import Collection, Mapping
from typing import Any

from .article import Article, PageRecord, RemovedBlock
from .clean.template import restore
from .dedupe.fingerprint import plain_words
from .dedupe.near import bands, signature
from .errors import StoreError
from .ledger.ledger import Ledger
from .ledger.revisits import fresh_until
from .ledger.rows import KnownArticle, Settled, Wording
from .ledger.wordings import Wordings
from .store.gaps import note_gap
from .store.schema import to_table
from .store.store import Store
from .store.tables import Tables
from .store.writer import Batch, Overtaken
from .urls import url_key

logger = logging.getLogger(__name__)

_ARTICLE_COLUMNS = ["id", "url", "revision", "text_sha256", "month", "published_at", "published_date"]
_WORDING_COLUMNS = ["id", "revision", "fetched_at", "text", "removed", "minhash"]
_WORDINGS_AT_ONCE = 10_000
"""Of a transaction: some 50 megabytes, and most pages of the index of bands are written in each."""
_PAGE_COLUMNS = ["url", "source", "outcome", "attempts", "fetched_at", "feed_published", "article_id"]
FILL_COLUMNS = [
    "batch_id", "batched_at", "canonical_url", "fetched_at", "id", "revision", "rules_version", "site", "url",
    "warc_key", "warc_length", "warc_offset",
]  # fmt: skip
"""Of `articles`: what `page_of_article` needs, beside the batch."""


def catch_up(ledger: Ledger, store: Store, sites: Collection[str], run_id: str) -> bool:
    """Take into the ledger what the tables know of `sites` beyond it. True when there was something.

    A batch that reached `articles` only, whose writer is gone, is completed first. Frozen batches of this
    ledger are to be committed before: they are not told apart here.
    """
    return read_in(ledger, store.tables, whole_batches(store, sites, run_id))


def whole_batches(store: Store, sites: Collection[str], run_id: str) -> dict[str, int]:
    """Number of the last batch of each of `sites`. One that reached `articles` only is completed first.

    Raises CommitConflict or StoreError.
    """
    tables = store.tables
    articles, pages = tables.numbers(Article, sites), tables.numbers(PageRecord, sites)
    if any(articles[site] < pages[site] for site in sites):
        # A batch may have come in between the two looks.
        articles = tables.numbers(Article, sites)
    for site in sites:
        if articles[site] < pages[site]:
            raise StoreError(
                f"batch {articles[site] + 1} of {site} is in `pages` and not in `articles`: a part of the "
                "store was lost or set back; run scrapy verify --repair"
            )
        if pages[site] < articles[site]:
            complete(store, site, run_id)
            pages |= tables.numbers(PageRecord, [site])
    return pages


def read_in(ledger: Ledger, tables: Tables, pages: Mapping[str, int]) -> bool:
    """Take into the ledger what the tables know of the sites of `pages`, up to these batches. True when there
    was something. Nothing is completed, and nothing written but the ledger."""
    behind = [site for site in pages if pages[site] != ledger.number(site)]
    for site in behind:
        _take_in(ledger, tables, site, pages[site])
    unworded = [site for site in pages if Wordings(ledger).number(site) != ledger.number(site)]
    for site in unworded:
        _take_wordings(ledger, tables, site)
    return bool(behind or unworded)


def know_articles(ledger: Ledger, tables: Tables, site: str, to: int, *, worded: bool) -> None:
    """Have a ledger without a frontier know the articles of a site up to a batch; with `worded`, by what they
    are compared as well, for which all texts of the site are read."""
    if ledger.number(site) != to:
        _take_in(ledger, tables, site, to, addresses=False)
    if worded and Wordings(ledger).number(site) != to:
        _take_wordings(ledger, tables, site)


def complete(store: Store, site: str, run_id: str) -> None:
    """Write `pages` of the batches of `site` that reached `articles` only.

    Raises CommitConflict or StoreError.
    """
    (articles,) = store.tables.numbers(Article, [site]).values()
    while (done := store.tables.numbers(PageRecord, [site])[site]) < articles:
        _complete(store, site, done + 1, run_id)


def _take_in(ledger: Ledger, tables: Tables, site: str, to: int, *, addresses: bool = True) -> None:
    known_to = ledger.number(site)
    if known_to > to:
        logger.warning(
            "The ledger of %s knows batch %d, the store only %d: the store was set back; the ledger follows",
            site,
            known_to,
            to,
        )
        ledger.forget_site(site)
        known_to = 0
    pages = tables.rows_after(PageRecord, site, known_to, _PAGE_COLUMNS) if addresses else ()
    settled = (_settled(site, row) for row in pages)
    known = (_known(site, row) for row in tables.rows_after(Article, site, known_to, _ARTICLE_COLUMNS))
    ledger.catch_up(site, to, settled, known)
    level = logging.INFO if addresses else logging.DEBUG
    logger.log(level, "The ledger of %s was filled from the store, batches %d to %d", site, known_to + 1, to)


def _settled(site: str, row: dict[str, Any]) -> Settled:
    return Settled(
        site=site,
        key=url_key(row["url"]),
        url=row["url"],
        source=row["source"] or "url",
        outcome=row["outcome"],
        attempts=row["attempts"],
        fetched_at=row["fetched_at"],
        feed_published=row["feed_published"],
        article_id=row["article_id"],
    )


def _known(site: str, row: dict[str, Any]) -> KnownArticle:
    return KnownArticle(
        site,
        row["id"],
        url_key(row["url"]),
        row["revision"],
        row["text_sha256"],
        row["month"],
        fresh_until(row["published_at"], row["published_date"]),
    )


def _take_wordings(ledger: Ledger, tables: Tables, site: str) -> None:
    """Have the ledger know the wordings of all batches that it knows. Cut off, it is done again."""
    wordings = Wordings(ledger)
    known_to, to = wordings.number(site), ledger.number(site)
    rows = tables.stream_after(Article, site, known_to, _WORDING_COLUMNS)
    worded = (_wording(site, row) for row in rows)
    while some := list(itertools.islice(worded, _WORDINGS_AT_ONCE)):
        wordings.take_in(some)
    wordings.complete(site, to)


def _wording(site: str, row: dict[str, Any]) -> Wording:
    text = restore(row["text"], [RemovedBlock(**block) for block in row["removed"] or ()])
    # Rows of rules before version 5 have no signature.
    signed = row["minhash"] or signature(plain_words(text))
    return Wording(
        site, row["id"], row["revision"], row["fetched_at"], text, tuple(bands(signed)) if signed else ()
    )


def page_of_article(row: Mapping[str, Any], run_id: str) -> PageRecord:
    """The row of `pages` that a row of `articles` (`FILL_COLUMNS` and its batch) must have had."""
    return PageRecord(
        site=row["site"],
        month=f"{row['fetched_at']:%Y-%m}",
        url=row["url"],
        canonical_url=row["canonical_url"],
        outcome="stored" if row["revision"] == 1 else "revised",
        article_id=row["id"],
        revision=row["revision"],
        fetched_at=row["fetched_at"],
        warc_key=row["warc_key"],
        warc_offset=row["warc_offset"],
        warc_length=row["warc_length"],
        run_id=run_id,
        batched_at=row["batched_at"],
        batch=row["batch"],
        batch_id=row["batch_id"],
        rules_version=row["rules_version"],
    )


def _complete(store: Store, site: str, number: int, run_id: str) -> None:
    """Write `pages` of a batch that reached `articles` only, from its articles.

    Its other pages are not known; their addresses are no longer queued anywhere and are found again by
    their sources. The writer, should it live, sees fewer rows than it had and catches up in its turn.
    """
    later = store.tables.rows_after(Article, site, number - 1, FILL_COLUMNS)
    rows = [row for row in later if row["batch"] == number]
    records = [page_of_article(row, run_id) for row in rows]
    batch_id = records[0].batch_id if records else None
    if not records:
        note_gap(store.objects, site, number, "it reached `articles` only, and held no article")
    logger.warning("Batch %d of %s had reached only `articles`; `pages` is completed from it", number, site)
    try:
        store.tables.append_batch(
            PageRecord, to_table(PageRecord, records), Batch(batch_id=batch_id or "", numbers={site: number})
        )
    except Overtaken:
        # Its writer lives and was quicker.
        return
