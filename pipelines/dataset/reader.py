"""Reading the dataset: articles, filtered, latest revision first, or everything since a cursor."""

import datetime as dt
import functools
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as pads

from ..article import RESERVES_TRAINING, Article
from ..errors import UsageError
from ..store.location import parse_store_url
from ..store.schema import arrow_schema, from_row
from ..store.tables import Tables, quoted, reading

if TYPE_CHECKING:
    import pandas as pd

Cursor = Mapping[str, int]
"""The last batch number of each site that a consumer has read."""

Use = Literal["training"]
"""What articles may be wanted for."""

Revisions = Literal["latest", "all"]
"""Which revisions of an article are read."""

_BATCH_ROWS = 1000
_KEPT_FROM: dict[str, frozenset[str]] = {"training": frozenset(map(str, RESERVES_TRAINING))}


class Articles:
    """Articles of one snapshot of the dataset: a crawl that goes on meanwhile is not seen.

    Iterate for `Article` objects, one at a time, or take all at once as Arrow or pandas.
    """

    def __init__(
        self,
        dataset: pads.Dataset,
        numbers: Cursor,
        where: pads.Expression | None,
        revised: pads.Dataset,
        *,
        all_revisions: bool,
        kept_from: frozenset[str] = frozenset(),
    ) -> None:
        self._dataset = dataset
        self._where = where
        self._revised = revised
        self._all_revisions = all_revisions
        self._kept_from = kept_from
        self.cursor: Cursor = numbers
        """Pass it as `after` the next time to read only what came since."""

    @functools.cached_property
    def _newest(self) -> dict[str, int]:
        """The latest revision of the articles that have more than one."""
        table = self._revised.to_table(columns=["id", "revision"], filter=pads.field("revision") > 1)
        newest = table.group_by("id").aggregate([("revision", "max")])
        return dict(zip(newest["id"].to_pylist(), newest["revision_max"].to_pylist(), strict=True))

    def batches(self, columns: Collection[str] | None = None) -> Iterator[pa.RecordBatch]:
        """The rows as Arrow record batches, all columns or those named.

        Raises UsageError for an unknown column and StoreError when a file cannot be read: those that a
        compaction replaced are kept for seven days after the dataset was opened.
        """
        names = arrow_schema(Article).names
        wanted = names if columns is None else list(columns)
        if unknown := sorted(set(wanted) - set(names)):
            raise UsageError(f"no column {unknown[0]!r}; there are: {', '.join(names)}")
        needed = wanted if self._all_revisions else list(dict.fromkeys([*wanted, "id", "revision"]))
        if self._kept_from:
            needed = list(dict.fromkeys([*needed, "rights"]))
        with reading(Article):
            for batch in self._dataset.to_batches(columns=needed, filter=self._where, batch_size=_BATCH_ROWS):
                kept = batch if self._all_revisions else self._latest(batch)
                if self._kept_from:
                    kept = _without(kept, self._kept_from)
                if kept.num_rows:
                    yield kept.select(wanted)

    def _latest(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        if not self._newest:
            return batch
        pairs = zip(batch["id"].to_pylist(), batch["revision"].to_pylist(), strict=True)
        newest = [self._newest.get(key, number) == number for key, number in pairs]
        return batch.filter(pa.array(newest, pa.bool_()))

    def __iter__(self) -> Iterator[Article]:
        for batch in self.batches():
            for row in batch.to_pylist():
                yield from_row(Article, row)

    def __len__(self) -> int:
        return sum(batch.num_rows for batch in self.batches(["id"]))

    def to_arrow(self, columns: Collection[str] | None = None) -> pa.Table:
        """All rows as an Arrow table."""
        schema = arrow_schema(Article)
        if columns is not None:
            schema = pa.schema([schema.field(name) for name in columns if name in schema.names])
        batches = [batch.cast(schema) for batch in self.batches(columns)]
        return pa.Table.from_batches(batches, schema=schema)

    def to_pandas(self, columns: Collection[str] | None = None) -> "pd.DataFrame":
        """All rows as a pandas data frame; needs pandas."""
        frame: pd.DataFrame = self.to_arrow(columns).to_pandas()
        return frame


def read_articles(
    store: str = "file:data",
    *,
    sites: str | Collection[str] | None = None,
    languages: str | Collection[str] | None = None,
    published_since: dt.date | None = None,
    published_until: dt.date | None = None,
    after: Cursor | None = None,
    revisions: Revisions = "latest",
    allowed_for: Use | None = None,
) -> Articles:
    """Open the dataset in `store` for reading.

    :param store: address of the store, `file:PATH`
    :param sites: only articles of this site, or of these
    :param languages: only articles in this language (ISO 639-1 or `und`), or in these
    :param published_since: only articles published on this day or later; those without a date are left out
    :param published_until: only articles published on this day or earlier; those without a date are left out
    :param after: only what came into the dataset after this cursor (`Articles.cursor` of an earlier reading)
    :param revisions: `latest` gives the latest revision of each article, `all` every one
    :param allowed_for: `training` leaves out articles that a statement in `rights` keeps from training AI
        models or from text and data mining; those of which nothing is known stay

    Raises UsageError for a wrong address or use and StoreError when there is no dataset.
    """
    if allowed_for is not None and allowed_for not in _KEPT_FROM:
        raise UsageError(f"allowed_for={allowed_for!r}: there is: {', '.join(_KEPT_FROM)}")
    tables = Tables(parse_store_url(store))
    table = tables.load(Article)
    names = None if sites is None else _listed(sites)
    last = tables.last_batches(Article, table)
    present = sorted(last if names is None else set(names))
    numbers = {name: last.get(name, 0) for name in present}
    of_sites = [] if names is None else [f"site IN ({', '.join(map(quoted, names))})" if names else "false"]
    # Files are left out by `pruned`, rows by `conditions`: what a file cannot hold is not opened.
    pruned, conditions = list(of_sites), []
    if names is not None:
        conditions.append(pads.field("site").isin(names))
    if languages is not None:
        conditions.append(pads.field("language").isin(_listed(languages)))
    if published_since is not None:
        conditions.append(pads.field("published_date") >= pa.scalar(_day(published_since)))
        pruned.append(f"published_date >= DATE '{_day(published_since)}'")
    if published_until is not None:
        conditions.append(pads.field("published_date") <= pa.scalar(_day(published_until)))
        pruned.append(f"published_date <= DATE '{_day(published_until)}'")
    if after is not None:
        conditions.append(_later(after, present))
        later = [f"(site = {quoted(name)} AND batch > {after.get(name, 0)})" for name in present]
        pruned.append(" OR ".join(later) or "false")
    where = functools.reduce(lambda one, other: one & other, conditions) if conditions else None
    return Articles(
        tables.scan(Article, _all_of(pruned), table=table),
        numbers,
        where,
        tables.scan(Article, _all_of([*of_sites, "revision > 1"]), table=table),
        all_revisions=revisions == "all",
        kept_from=_KEPT_FROM[allowed_for] if allowed_for else frozenset(),
    )


def _without(batch: pa.RecordBatch, statements: Collection[str]) -> pa.RecordBatch:
    """The rows in whose `rights` none of the statements stands."""
    rights = batch["rights"]
    rows = pc.list_parent_indices(rights)
    stated = pc.struct_field(pc.list_flatten(rights), "statement")
    reserved = rows.filter(pc.is_in(stated, pa.array(sorted(statements), pa.string())))
    here = pa.array(range(batch.num_rows), rows.type)
    return batch.filter(pc.invert(pc.is_in(here, reserved)))


def _all_of(predicates: Collection[str]) -> str | None:
    return " AND ".join(f"({predicate})" for predicate in predicates) or None


def _listed(value: str | Collection[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _day(moment: dt.date) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment


def _later(after: Cursor, sites: Collection[str]) -> pads.Expression:
    """Rows of later batches than the cursor's, site by site; a site that it does not name is new."""
    parts = [(pads.field("site") == site) & (pads.field("batch") > after.get(site, 0)) for site in sites]
    return functools.reduce(lambda one, other: one | other, parts, pc.scalar(False))
