"""All revisions of one article."""

import functools
import re

import pyarrow.dataset as pads

from ..article import Article
from ..errors import UsageError
from ..store.opening import open_for_reading
from ..store.schema import from_row
from ..store.tables import quoted, reading

_ID = re.compile(r"[0-9a-f]{32}")


def revisions_of(store: str, article_id: str, site: str | None = None) -> list[Article]:
    """All revisions of an article, the first one first.

    First only its month is looked for, in the column of identifiers: in that of `site`, or of all sites where
    it is not known. The revisions are then read from that site-month alone, which holds all of them.

    :param store: address of the store, `file:PATH` or `s3://BUCKET/PREFIX`
    :param article_id: its `id`, 32 hexadecimal digits
    :param site: name of its site, where it is known: other sites' files are then not opened

    Raises UsageError where there is no such article, and StoreError where the dataset cannot be read.
    """
    if not _ID.fullmatch(article_id):
        raise UsageError(f"{article_id!r} is no article's id: it has 32 digits, 0-9 and a-f")
    tables = open_for_reading(store).tables
    table = tables.load(Article)
    scan = functools.partial(tables.scan, Article, table=table)
    wanted = pads.field("id") == article_id
    within = None
    if site is not None:
        wanted, within = wanted & (pads.field("site") == site), f"site = {quoted(site)}"
    with reading(Article):
        places = scan(within).to_table(["site", "month"], filter=wanted).to_pylist()
    rows = []
    for name, month in sorted({(place["site"], place["month"]) for place in places}):
        here = wanted & (pads.field("site") == name) & (pads.field("month") == month)
        with reading(Article):
            found = scan(f"site = {quoted(name)} AND month = {quoted(month)}").to_table(filter=here)
        rows += found.to_pylist()
    if not rows:
        raise UsageError(f"no article {article_id} in {store}" + (f" of {site}" if site else ""))
    return sorted((from_row(Article, row) for row in rows), key=lambda article: article.revision)
