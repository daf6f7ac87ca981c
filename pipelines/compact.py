"""Compaction: many small files of a site's month become one, and what nobody points to is deleted."""

import dataclasses
import logging

import pyarrow as pa

from .article import Article, PageRecord
from .store.store import Store
from .store.tables import NAMES, reading
from .store.writer import Part

logger = logging.getLogger(__name__)

MIN_FILES = 8
"""Files of a site's month from which it is rewritten: a crawl an hour makes as many in a third of a day, and
reading eight instead of one costs a reader some milliseconds."""

LARGE_BYTES = 128 * 2**20
"""Mean size of files that are large enough to be left alone."""

UNREFERENCED_SECONDS = 7 * 24 * 3600.0
"""Age from which a WARC segment that no row points to is deleted. A batch is committed within minutes, and
one that a killed run left frozen puts its segment again."""


@dataclasses.dataclass(slots=True)
class Compacted:
    """What a compaction did."""

    months: int = 0
    """Site-months that were rewritten, of both tables."""
    files_before: int = 0
    files_after: int = 0
    """Data files of the two tables, before and after."""
    vacuumed: int = 0
    """Data files that were deleted because no snapshot of the last 7 days holds them."""
    segments: int = 0
    """WARC segments that were deleted because no row points to them."""


def compact(store: Store) -> Compacted:
    """Compact both tables of a store and sweep its segments. Safe beside crawls and other compactions.

    Raises StoreError or CommitConflict when the store fails or a month kept changing.
    """
    done = Compacted()
    for record in (Article, PageRecord):
        parts = store.tables.parts(record)
        done.files_before += sum(part.files for part in parts)
        for part in filter(_is_split, parts):
            logger.info("%s of %s %s: %d files", NAMES[record], part.site, part.month, part.files)
            store.tables.rewrite(record, part.site, part.month, _in_order)
            done.months += 1
        done.files_after += sum(part.files for part in store.tables.parts(record))
        done.vacuumed += store.tables.vacuum(record)
    done.segments = _sweep(store)
    return done


def _is_split(part: Part) -> bool:
    return part.files >= MIN_FILES and part.size_bytes / part.files < LARGE_BYTES


def _in_order(rows: pa.Table) -> pa.Table:
    """The same rows in the order of batches: a reader that follows a cursor skips row groups."""
    return rows.sort_by("batch")


def _sweep(store: Store) -> int:
    """Delete old WARC segments that no row of `pages` or `articles` points to; how many."""
    wanted: set[str] = set()
    for record in (Article, PageRecord):
        with reading(record):
            for batch in store.tables.scan(record).to_batches(columns=["warc_key"]):
                wanted.update(filter(None, batch["warc_key"].unique().to_pylist()))
    swept = 0
    for key in store.objects.list("warc/"):
        if key in wanted:
            continue
        age = store.objects.age(key)
        if age is not None and age > UNREFERENCED_SECONDS:
            logger.info("%s: no row points to it", key)
            store.objects.delete(key)
            swept += 1
    return swept
