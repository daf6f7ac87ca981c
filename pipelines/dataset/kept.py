"""A page that the store keeps, by its address. For reading: nothing is opened for writing."""

from collections.abc import Iterable

import pyarrow.dataset as pads

from ..article import ExtractionHints, Page, PageRecord
from ..errors import UsageError
from ..store.objects import Ranges
from ..store.schema import from_row
from ..store.tables import Tables, quoted, reading
from ..urls import url_key
from .verify.archive import BadRecord, read_page

_ADDRESSES = ("url", "final_url")


def rows_of_address(tables: Tables, site: str, url: str) -> list[PageRecord]:
    """The rows of `pages` of an address that was asked for or answered, newest first. Raises StoreError."""
    key = url_key(url)
    spelt = {
        said
        for row in tables.rows_of(PageRecord, site, list(_ADDRESSES)).to_pylist()
        for said in row.values()
        if said and url_key(said) == key
    }
    if not spelt:
        return []
    wanted = pads.field("url").isin(sorted(spelt)) | pads.field("final_url").isin(sorted(spelt))
    with reading(PageRecord):
        dataset = tables.scan(PageRecord, f"site = {quoted(site)}")
        rows = dataset.to_table(filter=wanted & (pads.field("site") == site)).to_pylist()
    found: list[PageRecord] = [from_row(PageRecord, row) for row in rows]
    return sorted(found, key=lambda record: (record.fetched_at, record.batch or 0), reverse=True)


def newest_kept(records: Iterable[PageRecord]) -> PageRecord | None:
    """The first that points to an archived page."""
    return next((record for record in records if record.warc_key), None)


def kept_page(objects: Ranges, record: PageRecord, hints: ExtractionHints) -> Page:
    """The page that a row points to, as it was fetched.

    Raises UsageError when the archive's record is no page or another's (it was taken down, or is damaged),
    StoreError when it cannot be read.
    """
    row = {
        name: getattr(record, name)
        for name in (*_ADDRESSES, "fetched_at", "feed_published", "warc_key", "warc_offset", "warc_length")
    }
    try:
        return read_page(row, None, objects, record.site, hints)
    except BadRecord as bad:
        raise UsageError(f"the page that is kept of {record.url} cannot be read: {bad}") from bad
