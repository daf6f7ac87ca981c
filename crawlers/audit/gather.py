"""What store and ledger know of a site's addresses. Nothing is opened for writing."""

from pathlib import Path

from crawlers.audit.fates import Row, Stored
from pipelines.article import Article, PageRecord
from pipelines.ledger.looking import Address, addresses
from pipelines.store.opening import ReadableStore
from pipelines.urls import url_key

_COLUMNS = [
    "url",
    "outcome",
    "reason",
    "detail",
    "article_id",
    "similarity",
    "source",
    "feed_published",
    "attempts",
    "fetched_at",
]


def rows_by_key(store: ReadableStore, site: str) -> dict[str, list[Row]]:
    """The rows of `pages` of a site by `url_key`, each address in the order of its batches.

    Raises StoreError.
    """
    table = store.tables.rows_of(PageRecord, site, [*_COLUMNS, "batch"])
    found: dict[str, list[Row]] = {}
    for batch in table.sort_by([("batch", "ascending"), ("fetched_at", "ascending")]).to_batches(10_000):
        for values in batch.select(_COLUMNS).to_pylist():
            found.setdefault(url_key(values["url"]), []).append(Row(**values))
    return found


def articles_by_id(store: ReadableStore, site: str) -> dict[str, Stored]:
    """The articles of a site by their ids. Raises StoreError."""
    table = store.tables.rows_of(Article, site, ["id", "url", "published_date"])
    return {
        values["id"]: Stored(values["url"], values["published_date"])
        for batch in table.to_batches(10_000)
        for values in batch.to_pylist()
    }


def ledger_by_key(store: ReadableStore, folder: Path, site: str) -> dict[str, Address] | None:
    """What the site's ledger in `folder` knows by `url_key`; None where there is none. Raises LedgerError."""
    found = addresses(folder / store.tables.store_id() / f"{site}.sqlite3", site)
    return None if found is None else {address.key: address for address in found}
