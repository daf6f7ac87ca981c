"""What of a store goes into a release: the latest revisions of one snapshot, filtered, without tombstones."""

import dataclasses
import logging
from collections.abc import Collection, Iterator

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as pads
from deltalake import DeltaTable

from ..article import Article
from ..dataset.articles import Articles
from ..dataset.filters import KEPT_FROM, all_of, not_kept_from, parse_filters
from ..errors import UsageError
from ..store.objects import ObjectStore
from ..store.schema import arrow_schema
from ..store.tables import Tables, reading
from ..store.tombstones import Tombstones, read_tombstones
from ..urls import url_key
from .cleaned import cleaned, last_template
from .published import Filters
from .stage import Stage

logger = logging.getLogger(__name__)


@dataclasses.dataclass(slots=True)
class Collected:
    """What was seen on the way."""

    kept_from_use: int = 0
    """Articles that a statement keeps from what the release is for; left out."""
    tombstones: dict[str, Tombstones] = dataclasses.field(default_factory=dict)
    """What was taken down before, by site."""


def collect(tables: Tables, objects: ObjectStore, filters: Filters, stage: Stage) -> Collected:
    """Stage the articles that `filters` ask for, site by site, as one snapshot of the table has them.

    Takes no lock: a crawl that goes on meanwhile is neither disturbed nor seen.

    Raises UsageError for a site or language that the store has not, StoreError when it cannot be read.
    """
    table = tables.load(Article)
    present = sorted(tables.last_batches(Article, table))
    sites = present if filters.sites is None else list(filters.sites)
    if unknown := sorted(set(sites) - set(present)):
        raise UsageError(f"no article of site {unknown[0]!r} in the store")
    _check_languages(tables, table, filters)
    seen = Collected()
    for site in sites:
        logger.info("Reading %s", site)
        template = last_template(objects, site)
        for rows in _of_site(tables, table, objects, site, filters, seen):
            stage.add(cleaned(rows, template))
    return seen


def _check_languages(tables: Tables, table: DeltaTable, filters: Filters) -> None:
    if filters.languages is None:
        return
    found: set[str] = set()
    with reading(Article):
        for batch in tables.scan(Article, table=table).to_batches(columns=["language"]):
            found.update(batch["language"].unique().to_pylist())
    if unknown := sorted(set(filters.languages) - found):
        there = ", ".join(sorted(found)) or "none"
        raise UsageError(f"no article in language {unknown[0]!r} in the store; there are: {there}")


def _of_site(
    tables: Tables, table: DeltaTable, objects: ObjectStore, site: str, filters: Filters, seen: Collected
) -> Iterator[pa.RecordBatch]:
    tombstones = seen.tombstones[site] = read_tombstones(objects, site)
    if tombstones.whole_site:
        return
    wanted = parse_filters(
        sites=site,
        languages=filters.languages,
        published_since=filters.published_since,
        published_until=filters.published_until,
        allowed_for=None,
    )
    schema = arrow_schema(Article)

    def scan(predicates: Collection[str]) -> pads.Dataset:
        return tables.scan(Article, " AND ".join(predicates), table=table)

    found = Articles(
        scan(wanted.pruning()),
        schema,
        all_of(wanted.conditions()),
        wanted,
        lambda: reading(Article),
        revised=scan([*wanted.pruning_of_sites(), "revision > 1"]),
    )
    for batch in found.batches():
        rows = without_covered(batch.cast(schema), tombstones)
        if filters.allowed_for is not None:
            kept = not_kept_from(rows, KEPT_FROM[filters.allowed_for])
            seen.kept_from_use += rows.num_rows - kept.num_rows
            rows = kept
        if rows.num_rows:
            yield rows


def covered(rows: pa.RecordBatch, tombstones: Tombstones) -> list[bool]:
    """For each row with `id`, `url` and `canonical_url`: was its article taken down?"""
    if not tombstones:
        return [False] * rows.num_rows
    columns = (rows[name].to_pylist() for name in ("id", "url", "canonical_url"))
    return [
        tombstones.cover([url_key(url), url_key(canonical)], article_id)
        for article_id, url, canonical in zip(*columns, strict=True)
    ]


def without_covered(rows: pa.RecordBatch, tombstones: Tombstones) -> pa.RecordBatch:
    """The rows whose articles were not taken down."""
    return rows.filter(pc.invert(pa.array(covered(rows, tombstones), pa.bool_()))) if tombstones else rows
