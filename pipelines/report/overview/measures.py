"""What the two tables say about a period. Columns are read, never a text; nothing is held by the row.

An article counts on the UTC day of its first fetch, a page on that of its fetch.
"""

import collections
import dataclasses
import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as pads

from ...article import Article, PageRecord
from ...ledger.revisits import REEXTRACTED, REVISIT
from ...store.tables import NAMES, Tables, quoted, reading
from .period import Period

CHUNK_ROWS = 100_000
"""Rows that are summed up at once: some 15 MB of columns."""

FILES_AT_ONCE = 200
"""Files that are read together. Arrow keeps some 100 kB of each: the 6,000 of a month of 100 sites that was
not compacted took 0.9 GB."""

_NOT_ASKED = ("robots", "robots_unreachable", "address", "forgotten")
"""Reasons of pages that were not asked for."""


@dataclasses.dataclass(frozen=True, slots=True)
class Freshness:
    """How long it took from publication to the store, for the articles of a site.

    Of articles that were published within the period and whose minute is known: what a first crawl brings
    from years ago says nothing about how soon news arrive.
    """

    articles: int
    """That it rests on."""
    median: float
    """Seconds; negative where the site dates its articles ahead."""
    p90: float
    """Seconds: nine of ten were in the store by then."""


@dataclasses.dataclass(frozen=True, slots=True)
class HostPace:
    """What pages say of how often a host was asked."""

    pages: int
    minutes: int
    """In which it was asked for a page."""
    busiest: int
    """Pages in the busiest minute."""


@dataclasses.dataclass(frozen=True, slots=True)
class TableSize:
    """A table as it stands now, by its log."""

    rows: int
    size_bytes: int
    files: int
    last_fetch: dt.datetime | None
    """UTC."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """The sums that the report is made of."""

    period: Period
    articles: dict[tuple[str, dt.date], int]
    """New articles by site and day."""
    languages: dict[tuple[str, str], int]
    """New articles by site and language."""
    outcomes: dict[tuple[str, str], int]
    """Pages by site and outcome, without those that were visited again on schedule: as the next two."""
    outcomes_by_day: dict[tuple[dt.date, str], int]
    """Pages by day and outcome."""
    reasons: dict[tuple[str, str, str], int]
    """Rejected and failed pages by outcome, reason and site."""
    revisits: dict[str, int]
    """Pages of known articles that were visited again on schedule, by outcome."""
    freshness: dict[str, Freshness]
    """By site; without those of which no article counts."""
    hosts: dict[str, HostPace]
    """By host."""
    stored_bytes: dict[tuple[dt.date, str], int]
    """Bytes by day, of `warc`, `articles` and `pages`. A table's are those of its files as they are now,
    shared out by rows: when a compaction wrote them tells nothing about growth."""
    tables: dict[str, TableSize]
    """By name."""


def measure(tables: Tables, period: Period) -> Measures:
    """Read a period. Raises StoreError when there is no dataset or it cannot be read."""
    pages = _Scan(tables, PageRecord, period)
    articles = _Scan(tables, Article, period)
    seen = _look_at_pages(pages)
    written = _look_at_articles(articles)
    stored: collections.Counter[tuple[dt.date, str]] = collections.Counter()
    for (day,), size in seen["warc"].counts():
        stored[day, "warc"] += size
    for scan, rows in ((articles, written["rows"]), (pages, seen["rows"])):
        for day, size in scan.shared_out(rows):
            stored[day, scan.name] += size
    return Measures(
        period=period,
        articles=dict(written["articles"].counts()),
        languages={
            (site, language or "und"): count for (site, language), count in written["languages"].counts()
        },
        outcomes=dict(seen["outcomes"].counts()),
        outcomes_by_day=dict(seen["days"].counts()),
        reasons={
            (outcome, reason or "", site): count
            for (outcome, reason, site), count in seen["reasons"].counts()
            if outcome in ("rejected", "failed")
        },
        revisits={outcome: count for (outcome,), count in seen["revisits"].counts()},
        freshness=_freshness(written["lags"].total()),
        hosts=_paces(seen["minutes"].total()),
        stored_bytes=dict(stored),
        tables={scan.name: scan.size for scan in (articles, pages)},
    )


class _Sums:
    """How many rows, or how much of a column, by keys, over as many chunks as come."""

    def __init__(self, *keys: str, of: str | None = None) -> None:
        self._keys = list(keys)
        self._of = of
        self._parts: list[pa.Table] = []

    def add(self, chunk: pa.Table) -> None:
        what: tuple[Any, str] = (self._of, "sum") if self._of else ([], "count_all")
        part = chunk.group_by(self._keys, use_threads=False).aggregate([what])
        self._parts.append(part.rename_columns([*self._keys, "sum"]))

    def total(self) -> pa.Table:
        """The keys and their `sum`, in the order of the keys."""
        if not self._parts:
            return pa.table({name: pa.array([], pa.int64()) for name in (*self._keys, "sum")})
        whole = pa.concat_tables(self._parts).group_by(self._keys, use_threads=False)
        found = whole.aggregate([("sum", "sum")]).rename_columns([*self._keys, "sum"])
        return found.sort_by([(key, "ascending") for key in self._keys])

    def counts(self) -> Iterator[tuple[Any, int]]:
        """The same as pairs."""
        for row in self.total().to_pylist():
            yield tuple(row[key] for key in self._keys), row["sum"] or 0


class _Scan:
    """The rows of a table that belong to a period, and what the table's log says."""

    def __init__(self, tables: Tables, record: type, period: Period) -> None:
        self.name = NAMES[record]
        self._record = record
        self.period = period
        table = tables.load(record)
        # A page is in the month of its fetch, and so is the first revision of an article.
        self._dataset: Any = tables.scan(record, f"month >= {quoted(f'{period.since:%Y-%m}')}", table=table)
        with reading(record):
            actions = pa.table(table.get_add_actions(flatten=True))
        self._files: list[dict[str, Any]] = []
        if actions.num_rows:
            names = ["partition.site", "partition.month", "num_records", "size_bytes", "max.fetched_at"]
            self._files = actions.select(names).to_pylist()

    @property
    def size(self) -> TableSize:
        """The table as it stands."""
        latest = [one["max.fetched_at"] for one in self._files if one["max.fetched_at"]]
        return TableSize(
            sum(one["num_records"] for one in self._files),
            sum(one["size_bytes"] for one in self._files),
            len(self._files),
            max(latest, default=None),
        )

    def chunks(self, columns: Sequence[str], where: pads.Expression | None = None) -> Iterator[pa.Table]:
        """The rows of the period with `columns`, in pieces, each with its UTC `day`."""
        fetched = pads.field("fetched_at")
        wanted = (fetched >= pa.scalar(self.period.since)) & (fetched <= pa.scalar(self.period.now))
        if where is not None:
            wanted &= where
        waiting: list[pa.RecordBatch] = []
        with reading(self._record):
            for batch in self._batches(list(columns), wanted):
                if batch.num_rows:
                    waiting.append(batch)
                if sum(one.num_rows for one in waiting) >= CHUNK_ROWS:
                    yield _with_day(pa.Table.from_batches(waiting))
                    waiting = []
        if waiting:
            yield _with_day(pa.Table.from_batches(waiting))

    def _batches(self, columns: list[str], wanted: pads.Expression) -> Iterator[pa.RecordBatch]:
        schema, files = self._dataset.schema, self._dataset.filesystem
        fragments = list(self._dataset.get_fragments())
        # Read once: what it knows of each file is let go with the file.
        self._dataset = None
        while fragments:
            some, fragments = fragments[:FILES_AT_ONCE], fragments[FILES_AT_ONCE:]
            dataset = pads.FileSystemDataset(some, schema, some[0].format, files)
            yield from dataset.to_batches(
                columns=columns, filter=wanted, batch_readahead=2, fragment_readahead=8
            )

    def shared_out(self, rows: _Sums) -> Iterator[tuple[dt.date, int]]:
        """Bytes by day: those of each site's month, by the share of its `rows` that are of the day."""
        sizes: collections.Counter[tuple[str, str]] = collections.Counter()
        held: collections.Counter[tuple[str, str]] = collections.Counter()
        for one in self._files:
            part = one["partition.site"], one["partition.month"]
            sizes[part] += one["size_bytes"]
            held[part] += one["num_records"]
        for (site, month, day), count in rows.counts():
            yield day, round(sizes[site, month] * count / max(held[site, month], 1))


def _with_day(chunk: pa.Table) -> pa.Table:
    return chunk.append_column("day", chunk["fetched_at"].cast(pa.date32()))


def _look_at_pages(pages: _Scan) -> dict[str, _Sums]:
    sums = {
        "outcomes": _Sums("site", "outcome"),
        "days": _Sums("day", "outcome"),
        "reasons": _Sums("outcome", "reason", "site"),
        "warc": _Sums("day", of="warc_length"),
        "rows": _Sums("site", "month", "day"),
    }
    minutes, revisits = _Sums("host", "minute"), _Sums("outcome")
    columns = ["site", "month", "outcome", "reason", "url", "source", "origin", "warc_length", "fetched_at"]
    for whole in pages.chunks(columns):
        # A page that was extracted again has a row of its fetch already.
        chunk = whole.filter(pc.not_equal(whole["source"], REEXTRACTED).fill_null(True))
        again = pc.equal(chunk["source"], REVISIT).fill_null(False)
        revisits.add(chunk.filter(again))
        others = chunk.filter(pc.invert(again))
        for name, one in sums.items():
            one.add(chunk if name in ("warc", "rows") else others)
        # What came from a saved file, and what was not asked for, was no request.
        asked = pc.and_(
            pc.is_null(chunk["origin"]), pc.invert(pc.is_in(chunk["reason"], pa.array(_NOT_ASKED)))
        )
        minutes.add(_with_host(chunk.filter(asked)))
    return {**sums, "minutes": minutes, "revisits": revisits}


def _with_host(chunk: pa.Table) -> pa.Table:
    parts = pc.extract_regex(chunk["url"], pattern=r"^[a-z]+://(?P<host>[^/?#]+)")
    return pa.table(
        {
            "host": pc.struct_field(parts, "host"),
            "minute": pc.floor_temporal(chunk["fetched_at"], unit="minute").cast(pa.int64()),
        }
    )


def _look_at_articles(articles: _Scan) -> dict[str, _Sums]:
    sums = {
        "articles": _Sums("site", "day"),
        "languages": _Sums("site", "language"),
        "rows": _Sums("site", "month", "day"),
    }
    lags = _Sums("site", "lag")
    since = pa.scalar(articles.period.since)
    columns = ["site", "month", "language", "published_at", "published_precision", "fetched_at", "batched_at"]
    # Of later revisions neither count nor age tells anything new.
    for chunk in articles.chunks(columns, pads.field("revision") == 1):
        for one in sums.values():
            one.add(chunk)
        known = chunk.filter(
            pc.and_kleene(
                pc.equal(chunk["published_precision"], "minute"),
                pc.greater_equal(chunk["published_at"], since),
            )
        )
        # In whole seconds, so that equal ones fall together.
        took = pc.seconds_between(known["published_at"], known["batched_at"])
        lags.add(pa.table({"site": known["site"], "lag": took}))
    return {**sums, "lags": lags}


def _freshness(lags: pa.Table) -> dict[str, Freshness]:
    """From the number of articles by site and seconds, in that order."""
    by_site: dict[str, list[tuple[int, int]]] = collections.defaultdict(list)
    for row in lags.to_pylist():
        if row["lag"] is not None:
            by_site[row["site"]].append((row["lag"], row["sum"]))
    found = {}
    for site, counted in by_site.items():
        articles = sum(count for _, count in counted)
        found[site] = Freshness(articles, _rank(counted, articles, 0.5), _rank(counted, articles, 0.9))
    return found


def _rank(counted: Sequence[tuple[int, int]], total: int, share: float) -> float:
    """The least value that at least `share` of all are not above (nearest rank)."""
    passed = 0
    for value, count in counted:
        passed += count
        if passed >= share * total:
            return value
    return counted[-1][0]


def _paces(minutes: pa.Table) -> dict[str, HostPace]:
    aggregates: list[tuple[str, str]] = [("sum", "sum"), ("sum", "count"), ("sum", "max")]
    rows = minutes.group_by(["host"], use_threads=False).aggregate(aggregates)
    return {
        row["host"]: HostPace(row["sum_sum"], row["sum_count"], row["sum_max"])
        for row in rows.to_pylist()
        if row["host"] is not None
    }
