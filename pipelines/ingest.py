"""Saved pages into the dataset: WARC files through the same steps as a crawl, from "page" on.

A record is known by the SHA-256 of its file and its number there, which stand in its row of `pages`. So an
ingest that was killed goes on where the store is, and a file that is in already brings nothing twice.
"""

import collections
import contextlib
import dataclasses
import datetime as dt
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

import pyarrow.dataset as pads

from .archive import ArchivedResponse, file_digest, read_warc
from .article import Article, Failed, Page, PageRecord, Rejected
from .ledger.ledger import RETRY_AFTER, Ledger
from .lock import SiteLock
from .owners import Owners, owner_of
from .recorder import Recorder
from .report.run_record import RunRecord, save
from .store.store import Store, ledger_path, open_store
from .store.tables import quoted, reading
from .urls import normal_url
from .visit import Visit
from .workers import ExtractionPool

logger = logging.getLogger(__name__)

LEDGER = "_ingest"
"""Name of the lock, ledger and run records of ingests: no site's name begins with an underscore."""

IN_FLIGHT_PER_WORKER = 4
"""Pages that wait at each worker: enough that it never idles, few enough that memory stays flat."""

Step = Callable[[int, int], None]
"""Told after each record: bytes read of all files, records met."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class IngestOptions:
    """What an ingest needs to know."""

    store_url: str
    ledger_dir: Path
    run_id: str
    started_at: dt.datetime
    user_agent: str
    workers: int
    batch_pages: int
    batch_seconds: float
    owners: Owners
    """Names and hints of the declared sites on a host. Any other host is a site of its own."""
    respect_rights: bool = False
    """Store no article that is kept from training or mining."""
    archive: bool = True
    """Keep pages as they were fetched."""


def run_ingest(
    paths: Sequence[Path], options: IngestOptions, *, stop: Callable[[], bool], show: Step
) -> RunRecord:
    """Take WARC files into the dataset, in order; what the run did. Ends early, whole, when `stop()` is true.

    Raises UsageError for a file that is no WARC, SiteHeld when another ingest runs on this host, StoreError
    and LedgerError when these fail. What was taken in before is kept in the ledger.
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
        pool = cleanup.enter_context(ExtractionPool(options.workers))
        pool.warm_up()
        ingest = _Ingest(store, ledger, recorder, pool, options, stop, show)
        try:
            ingest.run(paths)
        finally:
            # A file that is no WARC ends the run; what came before it goes into the store all the same.
            ingest.finish()
        record = ingest.record()
        save(store.objects, record)
        return record


class _Ingest:
    """The state of one ingest."""

    def __init__(
        self,
        store: Store,
        ledger: Ledger,
        recorder: Recorder,
        pool: ExtractionPool,
        options: IngestOptions,
        stop: Callable[[], bool],
        show: Step,
    ) -> None:
        self._store = store
        self._ledger = ledger
        self._recorder = recorder
        self._pool = pool
        self._options = options
        self._stop = stop
        self._show = show
        self._in_flight: collections.deque[tuple[int, str, Visit, Future[Article | Rejected | Failed]]] = (
            collections.deque()
        )
        self._records = self._already_in = self._unreadable = 0

    def run(self, paths: Sequence[Path]) -> None:
        for leftover in self._recorder.open():
            _, hints = owner_of(leftover.visit.url, self._options.owners)
            self._submit(leftover.seq, leftover.response.page(leftover.site, hints), leftover.visit)
        before = 0
        for path in paths:
            self._file(path, before)
            before += path.stat().st_size
            if self._stop():
                return

    def finish(self) -> None:
        self._drain(0)
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
        )

    def _file(self, path: Path, before: int) -> None:
        digest = file_digest(path)
        done, tried = self._known(digest)
        for item in read_warc(path):
            self._records += 1
            if not isinstance(item, ArchivedResponse):
                self._unreadable += 1
                logger.warning("%s, record %d: %s", path, item.number, item.reason)
                continue
            if item.number in done:
                self._already_in += 1
            elif (url := normal_url(item.url)) is None:
                self._unreadable += 1
                logger.warning("%s, record %d: no http address", path, item.number)
            else:
                self._take(item, url, digest, tried.get(item.number, 0) + 1)
            self._show(before + item.offset, self._records)
            if self._stop():
                return

    def _known(self, digest: str) -> tuple[set[int], dict[int, int]]:
        """Records of the file that need nothing more, and how often each failed one was tried."""
        pages = self._store.tables.scan(PageRecord, f"origin = {quoted(digest)}")
        columns = ["origin_record", "outcome", "attempts"]
        done, tried = set(), dict[int, int]()
        with reading(PageRecord):
            rows = pages.to_table(columns=columns, filter=pads.field("origin") == digest).to_pylist()
        for row in rows:
            number = row["origin_record"]
            tried[number] = max(row["attempts"], tried.get(number, 0))
            if row["outcome"] != "failed" or row["attempts"] > len(RETRY_AFTER):
                done.add(number)
        spooled = [*self._ledger.spooled(judged=False), *self._ledger.spooled(judged=True)]
        done |= {row.visit["origin_record"] for row in spooled if row.visit["origin"] == digest}
        return done, tried

    def _take(self, item: ArchivedResponse, url: str, digest: str, attempts: int) -> None:
        site, hints = owner_of(url, self._options.owners)
        page = dataclasses.replace(item.page(site, hints), url=url)
        visit = Visit(
            url=url,
            source="warc",
            attempts=attempts,
            status=item.status,
            content_type=page.content_type,
            body_bytes=len(item.body),
            fetched_at=item.fetched_at,
            run_id=self._options.run_id,
            origin=digest,
            origin_record=item.number,
            origin_offset=item.offset,
        )
        self._submit(self._recorder.fetched(visit, page), page, visit)

    def _submit(self, seq: int, page: Page, visit: Visit) -> None:
        self._in_flight.append((seq, page.site, visit, self._pool.submit(page)))
        self._drain(self._options.workers * IN_FLIGHT_PER_WORKER)

    def _drain(self, to: int) -> None:
        """Judge pages in the order of arrival until at most `to` wait: the result depends on no race."""
        while len(self._in_flight) > to:
            seq, site, visit, future = self._in_flight.popleft()
            result = future.result()
            now = dt.datetime.now(dt.UTC)
            self._recorder.judged(seq, site, visit, result, now)
            self._recorder.commit_if_due(now)
