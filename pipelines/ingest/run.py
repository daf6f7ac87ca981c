"""An ingest: archives through an engine, and what they bring into the store, by one process.

A record is known by its archive and its number there, which stand in its row of `pages`: so an ingest that
was killed goes on where the store is, and an archive that is in already brings nothing twice. How far one of
Common Crawl's was read is in the ledger too (`ledger.marks`), so that it need not be read again.
"""

import collections
import contextlib
import dataclasses
import datetime as dt
import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow.dataset as pads
from deltalake import DeltaTable

from ..archive import file_digest
from ..article import PageRecord
from ..engine.engine import Engine
from ..ledger.ledger import RETRY_AFTER, Ledger
from ..ledger.marks import Mark, Marks
from ..lock import SiteLock
from ..owners import Owners, digest_of, owner_of
from ..recorder import Leftover, Recorder
from ..report.run_record import RunRecord, save
from ..store.store import Store, ledger_path, open_store
from ..store.tables import quoted, reading
from ..workers import close_shared_pool, shared_pool
from .sources import Archive
from .task import Parcel, Task, read_archive

logger = logging.getLogger(__name__)

LEDGER = "_ingest"
"""Name of the lock, ledger and run records of ingests: no site's name begins with an underscore."""

Step = Callable[[float, int], None]
"""Told after each parcel: the part of all archives that is read, 0 to 1, and the records that were met."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class IngestOptions:
    """What an ingest needs to know."""

    store_url: str
    ledger_dir: Path
    run_id: str
    started_at: dt.datetime
    user_agent: str
    workers: int
    """Processes that extract the pages of one archive."""
    batch_pages: int
    batch_seconds: float
    owners: Owners
    """Names and hints of the declared sites on a host. In an archive of one's own, any other host is a site
    of its own; of Common Crawl's, its pages are left out."""
    is_news: bool = False
    """Are they Common Crawl's archives?"""
    respect_rights: bool = False
    """Store no article that is kept from training or mining."""
    archive: bool = True
    """Keep pages as they were fetched."""


def run_ingest(
    archives: Sequence[Archive],
    options: IngestOptions,
    engine: Engine,
    *,
    stop: Callable[[], bool],
    show: Step,
) -> RunRecord:
    """Take archives into the dataset, in order; what the run did. Ends early, whole, when `stop()` is true.

    Raises UsageError for a file of one's own that is no WARC, SourceError for a source that cannot be
    reached, SiteHeld when another ingest runs on this host, StoreError and LedgerError when these fail. What
    was taken in before is kept in the ledger.
    """
    with contextlib.ExitStack() as cleanup:
        cleanup.enter_context(SiteLock(options.ledger_dir, LEDGER))
        store = open_store(options.store_url)
        ledger = Ledger(ledger_path(options.ledger_dir, store, LEDGER))
        cleanup.callback(ledger.close)
        recorder = Recorder(
            store,
            ledger,
            run_id=options.run_id,
            user_agent=options.user_agent,
            batch_pages=options.batch_pages,
            batch_seconds=options.batch_seconds,
            respect_rights=options.respect_rights,
            archive=options.archive,
        )
        cleanup.callback(close_shared_pool)
        ingest = _Ingest(store, ledger, recorder, options, stop, show)
        try:
            ingest.run(archives, engine)
        finally:
            # A file that is no WARC ends the run; what came before it goes into the store all the same.
            ingest.finish()
        record = ingest.record()
        save(store.objects, record)
        return record


class _Done:
    """Which records of archives need nothing more, and which failed: of the tables and the spool as they were
    when the run began. One archive is looked up at a time, so memory does not grow with them."""

    def __init__(
        self, store: Store, table: DeltaTable, place: str, spooled: Mapping[str, Collection[int]]
    ) -> None:
        """`place`: the column that tells records of an archive apart."""
        self._store = store
        self._table = table
        self._place = place
        self._spooled = spooled

    def of(self, origin: str) -> tuple[frozenset[int], dict[int, tuple[int, int]]]:
        """Places of records; of those that are tried again with number and number of tries."""
        where = f"origin = {quoted(origin)}"
        columns = ["origin_record", "origin_offset", "outcome", "attempts"]
        pages = self._store.tables.scan(PageRecord, where, table=self._table)
        with reading(PageRecord):
            rows = pages.to_table(columns=columns, filter=pads.field("origin") == origin).to_pylist()
        known = set(self._spooled.get(origin, ()))
        failed: dict[int, tuple[int, int]] = {}
        for row in rows:
            place = row[self._place]
            _, tries = failed.get(place, (0, 0))
            failed[place] = (row["origin_record"], max(row["attempts"], tries))
            if row["outcome"] != "failed" or row["attempts"] > len(RETRY_AFTER):
                known.add(place)
        return frozenset(known), {place: tried for place, tried in failed.items() if place not in known}


class _Ingest:
    """The state of one ingest."""

    def __init__(
        self,
        store: Store,
        ledger: Ledger,
        recorder: Recorder,
        options: IngestOptions,
        stop: Callable[[], bool],
        show: Step,
    ) -> None:
        self._store = store
        self._ledger = ledger
        self._marks = Marks(ledger)
        self._recorder = recorder
        self._options = options
        self._rules = digest_of(options.owners)
        self._stop = stop
        self._show = show
        self._records = self._already_in = self._unreadable = self._read = self._skipped = 0
        self._dropped: collections.Counter[str] = collections.Counter()
        # A member of a file of one's own may hold many records. Of an archive of Common Crawl's the offset is
        # true where the number is not: when records before it could not be read.
        self._place = "origin_offset" if options.is_news else "origin_record"
        self._broken: dict[str, list[str]] = {}

    def run(self, archives: Sequence[Archive], engine: Engine) -> None:
        self._take_up(self._recorder.open())
        table = self._store.tables.load(PageRecord)
        if self._marks.forget_if_set_back(lambda sites: self._numbers(table, sites)):
            logger.warning("The store was set back: archives are looked through again from their beginning")
        done = _Done(self._store, table, self._place, self._spooled())
        ended = 0
        for parcel in engine.stream(read_archive, self._tasks(archives, done)):
            self._take(parcel)
            ended += parcel.is_last
            _, offset = parcel.reached or (0, 0)
            begun = offset / parcel.size if parcel.size and not parcel.is_last else 0.0
            self._show(min((self._skipped + ended + begun) / len(archives), 1.0), self._records)
            if self._stop():
                return

    def _take_up(self, leftovers: Sequence[Leftover]) -> None:
        """Extract what an ingest by an earlier version left in the spool: no more than a few pages."""
        if not leftovers:
            return
        pool = shared_pool(self._options.workers)
        pool.warm_up()
        for left in leftovers:
            _, hints = owner_of(left.visit.url, self._options.owners)
            result = pool.submit(left.response.page(left.site, hints)).result()
            now = dt.datetime.now(dt.UTC)
            self._recorder.judged(left.seq, left.site, left.visit, result, now)
            self._recorder.commit_if_due(now)

    def _numbers(self, table: DeltaTable, sites: Collection[str]) -> dict[str, int]:
        """The last batch of each site in `pages`; looked up one by one where its rows do not show it."""
        seen = self._store.tables.last_batches(PageRecord, table)
        behind = [site for site in sites if seen.get(site, 0) < self._ledger.number(site)]
        return {**seen, **self._store.tables.numbers(PageRecord, behind)}

    def _spooled(self) -> dict[str, set[int]]:
        """The records that wait in the spool, by archive."""
        found: dict[str, set[int]] = {}
        for row in self._ledger.spooled(judged=True):
            found.setdefault(row.visit["origin"], set()).add(row.visit[self._place])
        return found

    def _tasks(self, archives: Sequence[Archive], done: _Done) -> Iterator[Task]:
        is_news, met = self._options.is_news, set()
        for archive in archives:
            origin = archive.name if is_news else file_digest(Path(archive.address))
            mark = self._marks.mark(origin, self._rules) if is_news else None
            known, failed = done.of(origin)
            if origin in met or (mark is not None and mark.done and not failed):
                logger.info("%s was taken in before", archive.address)
                self._skipped += 1
                continue
            met.add(origin)
            yield Task(
                address=archive.address,
                origin=origin,
                is_news=is_news,
                begin=(mark.number, mark.offset) if mark and mark.number >= 0 else None,
                size=mark.size if mark else None,
                known=known,
                failed=failed,
                owners=self._options.owners,
                run_id=self._options.run_id,
                user_agent=self._options.user_agent,
                workers=self._options.workers,
            )

    def _take(self, parcel: Parcel) -> None:
        self._records += parcel.records
        self._already_in += parcel.already_in
        self._dropped.update(parcel.dropped)
        self._unreadable += len(parcel.unreadable)
        for number, reason in parcel.unreadable:
            logger.warning("%s, record %d: %s", parcel.address, number, reason)
        now = dt.datetime.now(dt.UTC)
        if (page := parcel.page) is not None:
            self._recorder.taken(page.site, page.visit, page.record, page.result, now)
        name = Archive(parcel.address).name
        was_whole = name not in self._broken
        if parcel.broken is not None:
            logger.warning("%s: %s", parcel.address, parcel.broken)
            self._broken.setdefault(name, []).append(parcel.broken)
        is_done = parcel.is_last and name not in self._broken
        self._read += is_done
        if self._options.is_news and was_whole:
            self._note(parcel, is_done=is_done)
        self._recorder.commit_if_due(now)

    def _note(self, parcel: Parcel, *, is_done: bool) -> None:
        """Move the mark of an archive, no further than to the first place that is broken: from there on it is
        read again, mended or not, and what has a row is passed over."""
        if parcel.reached is None and not is_done:
            return
        before = self._marks.mark(parcel.origin, self._rules)
        number, offset = parcel.reached or ((before.number, before.offset) if before else (-1, 0))
        self._marks.note(
            Mark(
                name=parcel.origin,
                rules=self._rules,
                size=parcel.size,
                number=number,
                offset=offset,
                done=is_done,
            )
        )

    def finish(self) -> None:
        self._recorder.commit(dt.datetime.now(dt.UTC))

    def record(self) -> RunRecord:
        counts = self._recorder.counts
        return RunRecord(
            run_id=self._options.run_id,
            site=LEDGER,
            kind="ingest",
            started_at=self._options.started_at,
            finished_at=dt.datetime.now(dt.UTC),
            finish_reason="shutdown" if self._stop() else "finished",
            outcomes=dict(counts.outcomes),
            reasons=dict(counts.reasons),
            batches=counts.batches,
            already_in=self._already_in,
            unreadable=self._unreadable,
            dropped=dict(self._dropped),
            archives=self._read,
            broken={name: _in_short(places) for name, places in self._broken.items()},
        )


def _in_short(places: Sequence[str]) -> str:
    """What is broken of an archive, in one line."""
    return places[0] if len(places) == 1 else f"{places[0]}; and {len(places) - 1} more"
