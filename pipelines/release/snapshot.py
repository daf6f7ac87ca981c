"""What of a store goes into a release: the latest revisions of one snapshot, filtered, without tombstones."""

import dataclasses
import functools
import logging
import operator
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as pads
from deltalake import DeltaTable

from ..article import RESERVES_TRAINING, Article
from ..errors import UsageError
from ..store.objects import ObjectStore
from ..store.schema import arrow_schema
from ..store.tables import Tables, quoted, reading
from ..store.tombstones import Tombstones, read_tombstones
from ..urls import url_key
from .cleaned import cleaned, last_template
from .published import Filters
from .stage import Stage

logger = logging.getLogger(__name__)

KEPT_FROM = {"training": RESERVES_TRAINING}
"""Statements that keep an article from a use."""

_BATCH_ROWS = 1000


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
    newest = _newest(tables, table, site)
    conditions, pruned = [pads.field("site") == site], [f"site = {quoted(site)}"]
    if filters.published_since is not None:
        conditions.append(pads.field("published_date") >= pa.scalar(filters.published_since))
        pruned.append(f"published_date >= DATE '{filters.published_since}'")
    if filters.published_until is not None:
        conditions.append(pads.field("published_date") <= pa.scalar(filters.published_until))
        pruned.append(f"published_date <= DATE '{filters.published_until}'")
    if filters.languages is not None:
        conditions.append(pads.field("language").isin(list(filters.languages)))
    schema = arrow_schema(Article)
    scan = tables.scan(Article, " AND ".join(pruned), table=table)
    where = functools.reduce(operator.and_, conditions)
    with reading(Article):
        for batch in scan.to_batches(columns=schema.names, filter=where, batch_size=_BATCH_ROWS):
            rows = without_covered(_latest(batch.cast(schema), newest), tombstones)
            if filters.allowed_for is not None:
                kept = _not_kept_from(rows, filters.allowed_for)
                seen.kept_from_use += rows.num_rows - kept.num_rows
                rows = kept
            if rows.num_rows:
                yield rows


def _newest(tables: Tables, table: DeltaTable, site: str) -> dict[str, int]:
    """The latest revision of the site's articles that have more than one."""
    where = (pads.field("site") == site) & (pads.field("revision") > 1)
    with reading(Article):
        scan = tables.scan(Article, f"site = {quoted(site)} AND revision > 1", table=table)
        found = scan.to_table(columns=["id", "revision"], filter=where)
    newest = found.group_by("id").aggregate([("revision", "max")])
    return dict(zip(newest["id"].to_pylist(), newest["revision_max"].to_pylist(), strict=True))


def _latest(rows: pa.RecordBatch, newest: dict[str, int]) -> pa.RecordBatch:
    if not newest:
        return rows
    pairs = zip(rows["id"].to_pylist(), rows["revision"].to_pylist(), strict=True)
    return rows.filter(pa.array([newest.get(key, number) == number for key, number in pairs], pa.bool_()))


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


def _not_kept_from(rows: pa.RecordBatch, use: str) -> pa.RecordBatch:
    """The rows in whose `rights` nothing keeps them from `use`; nothing known is no statement."""
    words = frozenset(map(str, KEPT_FROM[use]))
    free = [
        not any(element["statement"] in words for element in rights or ())
        for rights in rows["rights"].to_pylist()
    ]
    return rows.filter(pa.array(free, pa.bool_()))
