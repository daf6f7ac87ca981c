"""Reading the last weeks of a site: its run records and its rows, as few of either as will do.

Of the tables, only the files of the site's last months are opened, and only short columns of them, never the
text. Of the run records, the newest are read and a few of each day before: a site that is crawled every ten
minutes has 6,000 in six weeks, each an object of its own. Runs whose record is not read are known by their
name, which holds their start, and have their rows all the same.
"""

import bisect
import dataclasses
import datetime as dt
import itertools
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.dataset as pads
from deltalake import DeltaTable

from ..article import Article, PageRecord
from ..ledger.revisits import REEXTRACTED, REVISIT
from ..report.run_record import load
from ..store.objects import ObjectStore
from ..store.tables import Tables, quoted, reading
from .facts import FIELDS, Fate, RunFacts, fate, of_record

WEEKS = 6
"""How far back is read: six of each weekday, so that their median stands two bad or festive ones."""

NEWEST_RECORDS = 60
"""Newest run records that are read of a site: ten hours of runs every ten minutes."""
RECORDS_A_DAY = 3
"""Of each day before: its first, one of its middle, its last. With the newest, some 180 objects a site."""

_THREADS = 8
"""Objects that are asked for at once: a bucket takes some 20 ms for each."""
_LISTED = 1000
"""Names that a request to list gives: S3's limit."""

_NAME = re.compile(r"(?P<site>[a-z0-9_]+)-(?P<run>(?P<start>[0-9]{8}T[0-9]{6}Z)-[0-9a-f]+)\.json")


class Readable(Protocol):
    """A store, as far as it is read here."""

    @property
    def tables(self) -> Tables:
        """Its tables."""

    @property
    def objects(self) -> ObjectStore:
        """Its objects."""


def read_history(store: Readable, site: str, now: dt.datetime) -> list[RunFacts]:
    """The runs of the last `WEEKS` of a site, the oldest first. Raises StoreError."""
    return read_histories(store, [site], now)[site]


def read_histories(store: Readable, sites: Collection[str], now: dt.datetime) -> dict[str, list[RunFacts]]:
    """The same of several sites; the tables are opened once. Raises StoreError."""
    since = now - dt.timedelta(weeks=WEEKS)
    with ThreadPoolExecutor(_THREADS) as pool:
        keys = _keys(store.objects, sites, since, now, pool)
        runs = {site: _runs(store.objects, keys[site], since, now, pool) for site in sites}
    pages, articles = store.tables.load(PageRecord), store.tables.load(Article)
    return {
        site: _with_rows(store.tables, site, runs[site], (pages, articles), since, now) if runs[site] else []
        for site in sites
    }


# Run records


def _keys(
    objects: ObjectStore,
    sites: Collection[str],
    since: dt.datetime,
    now: dt.datetime,
    pool: ThreadPoolExecutor,
) -> dict[str, list[str]]:
    """Keys of run records by site, in their order."""
    days = [
        since.date() + dt.timedelta(days=number) for number in range((now.date() - since.date()).days + 1)
    ]
    names = _names(objects, sites, f"runs/{days[-2]:%Y-%m-%d}/")
    prefixes = [f"runs/{day:%Y-%m-%d}/{name}" for day in days for name in names]
    found: dict[str, list[str]] = {site: [] for site in sites}
    for key in itertools.chain.from_iterable(pool.map(lambda prefix: list(objects.list(prefix)), prefixes)):
        site = key.rpartition("/")[2].partition("-")[0]
        if site in found:
            found[site].append(key)
    return {site: sorted(keys) for site, keys in found.items()}


def _names(objects: ObjectStore, sites: Collection[str], day: str) -> list[str]:
    """What the names begin with that are listed of each day: of each site, or of all at once where that takes
    fewer requests. One whole day tells which, and is listed no further than it needs to."""
    few = len(sites) * _LISTED
    has_few = sum(1 for _ in itertools.islice(objects.list(day), few + 1)) <= few
    return [""] if has_few else [f"{site}-" for site in sites]


def _runs(
    objects: ObjectStore, keys: Sequence[str], since: dt.datetime, now: dt.datetime, pool: ThreadPoolExecutor
) -> list[RunFacts]:
    wanted = _to_read(keys)
    records = dict(zip(wanted, pool.map(lambda key: _read(objects, key), wanted), strict=True))
    found = (records.get(key) or _by_name(key) for key in keys)
    runs = (run for run in found if run is not None and since < run.started_at <= now)
    return sorted(runs, key=lambda run: run.started_at)


def _to_read(keys: Sequence[str]) -> list[str]:
    """The keys of those records that are read."""
    wanted = {*keys[-NEWEST_RECORDS:], *(key for key in keys if _by_name(key) is None)}
    for _, group in itertools.groupby(keys, lambda key: key.split("/")[1]):
        of_day = list(group)
        last = len(of_day) - 1
        wanted.update(of_day[last * part // (RECORDS_A_DAY - 1)] for part in range(RECORDS_A_DAY))
    return sorted(wanted)


def _read(objects: ObjectStore, key: str) -> RunFacts | None:
    """A run by its record; None where it cannot be read, which `scrapy verify` tells."""
    data = objects.get(key)
    try:
        return None if data is None else of_record(load(data))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _by_name(key: str) -> RunFacts | None:
    match = _NAME.fullmatch(key.rpartition("/")[2])
    if match is None:
        return None
    start = dt.datetime.strptime(match["start"], "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)
    return RunFacts(run_id=match["run"], started_at=start)


# Rows


def _with_rows(
    tables: Tables,
    site: str,
    runs: Sequence[RunFacts],
    loaded: tuple[DeltaTable, DeltaTable],
    since: dt.datetime,
    now: dt.datetime,
) -> list[RunFacts]:
    """Give each run the rows since its start and before the next one's: also those of a run that was killed
    and has no record. What an ingest brought or a new extraction is left out, and pages that were visited
    again on schedule: what became of an old page says nothing of how many new ones there are, or of what they
    look like."""
    starts = [run.started_at for run in runs]
    micros = [round(start.timestamp() * 1_000_000) for start in starts]
    months = sorted(
        {f"{since + dt.timedelta(days=day):%Y-%m}" for day in range(7 * WEEKS + 1)} | {f"{now:%Y-%m}"}
    )
    pages = _scan(tables, PageRecord, loaded[0], site, months, starts[0], _PAGE_COLUMNS)
    by_run: dict[int, Counter[tuple[str, str | None, int | None, bool]]] = defaultdict(Counter)
    ingested: set[str] = set()
    of_page = ("fetched_at", "ingested", "again", "batch_id", "outcome", "reason", "status", "attempts")
    for fetched_at, is_ingested, is_again, batch_id, outcome, reason, status, attempts in _rows(
        pages, of_page
    ):
        if is_ingested:
            ingested.add(batch_id)
        elif not is_again:
            at = bisect.bisect_right(micros, fetched_at) - 1
            by_run[at][outcome, reason, status, attempts == 1] += 1
    articles = _scan(tables, Article, loaded[1], site, months, starts[0], _ARTICLE_COLUMNS)
    texts: dict[int, list[tuple[bool, int, str, tuple[bool, ...]]]] = defaultdict(list)
    of_text = ("fetched_at", "batch_id", "revision", "word_count", "language", *FIELDS)
    for fetched_at, batch_id, revision, words, language, *filled in _rows(articles, of_text):
        if batch_id not in ingested:
            at = bisect.bisect_right(micros, fetched_at) - 1
            texts[at].append((revision == 1, words, language, tuple(filled)))
    return [_joined(run, by_run.get(at), texts.get(at)) for at, run in enumerate(runs)]


_PAGE_COLUMNS = {
    **{name: pads.field(name) for name in ("outcome", "reason", "status", "attempts", "batch_id")},
    "ingested": pads.field("origin").is_valid() | (pads.field("source") == REEXTRACTED),
    "again": pads.field("source") == REVISIT,
}
_COLUMN_OF_FIELD = {"published": "published_date", "image": "image_url"}
_ARTICLE_COLUMNS = {
    **{name: pads.field(name) for name in ("batch_id", "revision", "word_count", "language")},
    **{name: pads.field(_COLUMN_OF_FIELD.get(name, name)).is_valid() for name in FIELDS},
}


def _scan(
    tables: Tables,
    record: type,
    loaded: DeltaTable,
    site: str,
    months: Collection[str],
    since: dt.datetime,
    columns: dict[str, pads.Expression],
) -> pa.Table:
    listed = ", ".join(map(quoted, months))
    wanted = (pads.field("site") == site) & (pads.field("fetched_at") >= pa.scalar(since))
    rows = tables.scan(record, f"site = {quoted(site)} AND month IN ({listed})", table=loaded)
    projection = {**columns, "fetched_at": pads.field("fetched_at").cast(pa.int64())}
    with reading(record):
        return rows.to_table(projection, filter=wanted)


def _rows(table: pa.Table, names: Sequence[str]) -> Iterable[tuple[Any, ...]]:
    return zip(*(table[name].to_pylist() for name in names), strict=True)


def _joined(
    run: RunFacts,
    pages: Counter[tuple[str, str | None, int | None, bool]] | None,
    texts: Sequence[tuple[bool, int, str, tuple[bool, ...]]] | None,
) -> RunFacts:
    if not pages and not texts:
        return run
    outcomes: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    statuses: Counter[int] = Counter()
    fates: Counter[Fate] = Counter()
    for (outcome, reason, status, is_first), count in (pages or {}).items():
        outcomes[outcome] += count
        if outcome in ("rejected", "failed"):
            reasons[f"{outcome}/{reason}"] += count
        if status is not None:
            statuses[status] += count
        if outcome != "failed" or is_first:
            fates[fate(outcome, reason, status)] += count
    told = texts or ()
    return dataclasses.replace(
        run,
        outcomes=outcomes,
        reasons=reasons,
        statuses=statuses,
        fates=fates,
        articles=sum(is_new for is_new, *_ in told),
        texts=len(told),
        filled={name: sum(row[3][at] for row in told) for at, name in enumerate(FIELDS)} if told else {},
        words=round(statistics.median(row[1] for row in told)) if told else None,
        languages=Counter(row[2] for row in told),
    )
