"""Reading the dataset: articles, filtered, latest revision first, or everything since a cursor."""

import contextlib
import datetime as dt
from collections.abc import Collection, Iterator
from typing import Literal, get_args

import pyarrow as pa
import pyarrow.dataset as pads

from ..article import Article
from ..errors import StoreError, UsageError
from ..store.opening import open_for_reading
from ..store.schema import arrow_schema
from ..store.tables import reading
from . import cursor as cursors
from .articles import Articles
from .cursor import Cursor
from .filters import Use, all_of, parse_filters
from .releases import open_release

__all__ = ["Articles", "Cursor", "Revisions", "Use", "read_articles"]

Revisions = Literal["latest", "all"]
"""Which revisions of an article are read."""


def read_articles(
    store: str = "file:data",
    *,
    sites: str | Collection[str] | None = None,
    languages: str | Collection[str] | None = None,
    published_since: dt.date | str | None = None,
    published_until: dt.date | str | None = None,
    after: Cursor | None = None,
    release: str | None = None,
    revisions: Revisions = "latest",
    allowed_for: Use | None = None,
) -> Articles:
    """Open the dataset in `store` for reading, as it is now: what is written meanwhile is not seen.

    :param store: address of the store, `file:PATH` or `s3://BUCKET/PREFIX`
    :param sites: only articles of this site, or of these
    :param languages: only articles in this language (ISO 639-1 or `und`), or in these
    :param published_since: only articles published on this day or later; those without a date are left out
    :param published_until: only articles published on this day or earlier; those without a date are left out
    :param after: only what came into the dataset after this cursor (`Articles.cursor` of an earlier reading):
        new articles, and known ones whose text changed, with their `id` and a higher `revision`. It stands
        for each site by itself; the other filters are to be the same each time
    :param release: this version of a release instead of the tables, its sums checked as `open_release` does
    :param revisions: `latest` gives the latest revision of each article, `all` every one
    :param allowed_for: `training` leaves out articles that a statement in `rights` keeps from training AI
        models or from text and data mining; those of which nothing is known stay

    Raises UsageError for a wrong argument or a cursor of another store, and StoreError when there is no
    dataset, when it cannot be read, or when it was set back to a time before the cursor.
    """
    if revisions not in get_args(Revisions):
        raise UsageError(f"revisions={revisions!r}: there are: {', '.join(get_args(Revisions))}")
    if release is not None:
        if after is not None or revisions != "latest":
            raise UsageError("a release holds the latest revisions and never changes: no after, no revisions")
        return open_release(store, release).articles(
            sites=sites,
            languages=languages,
            published_since=published_since,
            published_until=published_until,
            allowed_for=allowed_for,
        )
    filters = parse_filters(
        sites=sites,
        languages=languages,
        published_since=published_since,
        published_until=published_until,
        allowed_for=allowed_for,
    )
    opened = open_for_reading(store)
    tables, table = opened.tables, opened.tables.load(Article)
    last = tables.last_batches(Article, table)
    read = last if filters.sites is None else {site: last[site] for site in filters.sites if site in last}
    # Files are left out by `pruned`, rows by `conditions`: what a file cannot hold is not opened.
    pruned, conditions = filters.pruning(), filters.conditions()
    position = None if after is None else cursors.parse(after)
    if position is not None:
        cursors.check(position, opened, table, last)
        files, rows = position.later(sorted(read))
        pruned.append(files)
        conditions.append(rows)

    def scan(predicates: Collection[str]) -> pads.Dataset:
        where = " AND ".join(f"({predicate})" for predicate in predicates) or None
        found = tables.scan(Article, where, table=table)
        # A column of this version that the table does not have yet is null.
        return found.replace_schema(pa.unify_schemas([found.schema, arrow_schema(Article)]))

    return Articles(
        scan(pruned),
        arrow_schema(Article),
        all_of(conditions),
        filters,
        _reading,
        revised=None if revisions == "all" else scan([*filters.pruning_of_sites(), "revision > 1"]),
        cursor=lambda: cursors.here(opened, table, read, position).to_cursor(),
    )


@contextlib.contextmanager
def _reading() -> Iterator[None]:
    """What fails in reading data files says what to do."""
    try:
        with reading(Article):
            yield
    except StoreError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            raise StoreError(
                f"{error}. A data file is gone: taken down since this reading began, then read again; else "
                "it is lost, and `scrapy verify --repair` in the crawler's checkout mends what it can"
            ) from error
        if isinstance(error.__cause__, OSError | pa.ArrowException):
            raise StoreError(
                f"{error}. If it says so again, the file is damaged: `scrapy verify --repair` in the "
                "crawler's checkout mends what it can"
            ) from error
        raise
    except (ValueError, OverflowError) as error:
        raise StoreError(f"the table articles holds a damaged value ({error})") from error
