"""A crawl's side of the store: lock, ledger, recorder and workers of one run of one site, as coroutines.

Ledger and store are blocking: all their calls run one after another in one thread of their own, so that the
caller's event loop never waits and the ledger is used from one thread only.
"""

import asyncio
import contextlib
import dataclasses
import datetime as dt
import functools
import logging
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from .article import Article, ExtractionHints, Failed, NotModified, Page, PageRecord, Rejected
from .dedupe.decide import Decision
from .errors import SteppewireError, StoreError, UsageError
from .kill_points import passed
from .ledger.ledger import Ledger
from .ledger.revisits import Revisit
from .ledger.rows import Candidate, Queued
from .ledger.source_memory import SourceMemory, SourceVersion
from .ledger.walks import Walk, Walks
from .lock import SiteLock
from .recorder import Counts, Leftover, Recorder
from .report.run_record import RunRecord, save
from .store.lease import RENEW_SECONDS, Lease
from .store.store import Store, ledger_path, open_store
from .urls import url_key
from .visit import Visit
from .workers import ExtractionPool

logger = logging.getLogger(__name__)

T = TypeVar("T")

COMMIT_CHECK_SECONDS = 5.0
"""How often it is looked whether a batch has waited long enough, when no page comes in to remind of it."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SessionOptions:
    """What a session needs to know."""

    site: str
    hints: ExtractionHints
    store_url: str
    ledger_dir: Path
    run_id: str
    user_agent: str
    workers: int
    batch_pages: int
    batch_seconds: float
    retry_failed: bool = False
    """Queue the failed pages whatever their rest, also those that were given up."""
    respect_rights: bool = False
    """Store no article that its site keeps from training or mining."""
    archive: bool = True
    """Keep pages as they were fetched."""


class CrawlSession:
    """One run of one site. `open` before the first page, `close` after the last.

    After the store, the ledger or the start of a worker failed, `error` is set and nothing more is taken in;
    what was taken in stays in the ledger for the next run.
    """

    def __init__(self, options: SessionOptions) -> None:
        self._options = options
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ledger")
        self._cleanup = contextlib.ExitStack()
        self._background: list[asyncio.Task[None]] = []
        self._store: Store | None = None
        self._ledger: Ledger | None = None
        self._recorder: Recorder | None = None
        self._pool: ExtractionPool | None = None
        self._lease: Lease | None = None
        self.run_id = options.run_id
        self.counts = Counts()
        self.queued = 0
        """Addresses that this run found new."""
        self.error: SteppewireError | None = None
        self.on_error: Callable[[SteppewireError], None] = lambda _: None
        """Called once, when `error` is set."""

    async def _run(self, function: Callable[..., T], *arguments: Any) -> T:
        """Call a blocking function in the session's thread. Its failure ends the session."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, function, *arguments)
        except SteppewireError as error:
            if self.error is None:
                self.error = error
                self.on_error(error)
            raise

    async def open(self) -> None:
        """Take the lock, open store and ledger, take up what an earlier run left.

        Raises SiteHeld, UsageError, StoreError or LedgerError, and SteppewireError when pages were left and
        no worker can be started; nothing is held then.
        """
        try:
            leftovers = await self._run(self._open)
            if leftovers:
                logger.info("%d pages of an earlier run are extracted first", len(leftovers))
            for left in leftovers:
                page = left.response.page(left.site, self._options.hints, left.visit.feed_published)
                await self._judge(left.seq, left.visit, page)
        except SteppewireError:
            await self._run(self._cleanup.close)
            raise
        self._background.append(asyncio.ensure_future(self._commit_by_age()))
        if self._lease is not None:
            self._background.append(asyncio.ensure_future(self._renew_lease()))

    def _open(self) -> Sequence[Leftover]:
        options = self._options
        self._cleanup.enter_context(SiteLock(options.ledger_dir, options.site))
        passed("site_locked")
        self._store = self._open_store()
        path = self._ledger_file(self._store)
        self._ledger = Ledger(path)
        self._cleanup.callback(self._ledger.close)
        passed("ledger_opened")
        self._take_lease(self._store, path)
        self._recorder = Recorder(
            self._store,
            self._ledger,
            run_id=options.run_id,
            user_agent=options.user_agent,
            batch_pages=options.batch_pages,
            batch_seconds=options.batch_seconds,
            respect_rights=options.respect_rights,
            archive=options.archive,
        )
        self.counts = self._recorder.counts
        tombstones = self._recorder.tombstones(options.site)
        if tombstones.whole_site:
            raise UsageError(
                f"{options.site} was taken down (scrapy forget); it is crawled again when "
                f"tombstones/site={options.site}/site.json is deleted from the store"
            )
        known = self._ledger.number(options.site)
        told = self._store.tables.numbers(PageRecord, [options.site])[options.site]
        if known == 0 or known != told:
            # A ledger that is behind may have lost a part of its queue as well. First of all: a run that died
            # after it had caught up would leave a ledger that looks whole.
            # And what it lost, sources must name again: none may be asked whether it changed.
            SourceMemory(self._ledger).forget(options.site)
            self._recorder.restore_pending(options.site)
        leftovers = self._take_up(self._recorder)
        if known > told:
            # The store was set back: what it lost was done, and is to be fetched again.
            self._recorder.restore_pending(options.site)
        passed("ledger_caught_up")
        if tombstones:
            self._ledger.forget(options.site, tombstones.cover)
        self._ledger.requeue_failed(options.site, None if options.retry_failed else _now())
        passed("failed_requeued")
        return leftovers

    def _workers(self) -> ExtractionPool:
        """The workers, which are started when there is a page to fetch: in most runs none is new.

        Raises SteppewireError when one cannot be started.
        """
        if self.error is not None:
            raise self.error
        if self._pool is None:
            pool = self._cleanup.enter_context(ExtractionPool(self._options.workers))
            pool.warm_up()
            self._pool = pool
        return self._pool

    # What a session that stores nothing does otherwise

    def _open_store(self) -> Store:
        return open_store(self._options.store_url)

    def _ledger_file(self, store: Store) -> Path:
        return ledger_path(self._options.ledger_dir, store, self._options.site)

    def _take_lease(self, store: Store, ledger: Path) -> None:
        holder = {
            "ledger": f"{socket.gethostname()}:{ledger}",
            "host": socket.gethostname(),
            "run_id": self._options.run_id,
        }
        self._lease = Lease(store.objects, self._options.site, holder)
        self._lease.take()
        passed("lease_taken")
        self._cleanup.callback(self._free_lease)

    def _take_up(self, recorder: Recorder) -> Sequence[Leftover]:
        return recorder.open([self._options.site])

    def _free_lease(self) -> None:
        # At the end of a run whose store failed, the lease is left to its age: no more waiting for the store.
        if isinstance(self.error, StoreError):
            return
        with contextlib.suppress(SteppewireError):
            _opened(self._lease).free()
        passed("lease_freed")

    async def _renew_lease(self) -> None:
        while self.error is None:
            await asyncio.sleep(RENEW_SECONDS)
            with contextlib.suppress(SteppewireError):  # noted in `error`
                await self._run(_opened(self._lease).renew)

    async def _commit_by_age(self) -> None:
        while self.error is None:
            await asyncio.sleep(COMMIT_CHECK_SECONDS)
            with contextlib.suppress(SteppewireError):  # noted in `error`
                await self._run(self._commit_if_due)

    def _then_commit(self, take_in: Callable[..., Decision], *arguments: Any) -> Decision:
        """Take in a page and, where that makes a batch due, commit: one turn of the thread for both."""
        decision = take_in(*arguments)
        self._commit_if_due()
        return decision

    def _commit_if_due(self) -> None:
        # A store that failed is not asked again at every page: what comes in still goes into the spool.
        if self.error is not None:
            return
        recorder = _opened(self._recorder)
        if recorder.commit_if_due(_now()):
            recorder.save_pending(self._options.site)

    # The frontier

    async def admit(self, candidates: Sequence[Candidate]) -> int:
        """Queue the addresses that are new or changed. How many."""
        queued = await self._run(_opened(self._recorder).admit, self._options.site, candidates)
        self.queued += queued
        passed("addresses_queued")
        return queued

    async def count_new(self, candidates: Sequence[Candidate]) -> int:
        """How many of the addresses `admit` would queue."""
        return await self._run(_opened(self._recorder).count_new, self._options.site, candidates)

    async def version_of_source(self, url: str, rules: str) -> SourceVersion | None:
        """The version that a source may be asked by: "changed since?". None: it is to be read whole."""
        version = await self._run(self._sources().version, self._options.site, url)
        # By the host's own clock: the moment is kept over runs.
        return version if version and version.may_be_asked(rules, dt.datetime.now(dt.UTC)) else None

    async def remember_source(
        self, url: str, version: SourceVersion | None, named: Sequence[Candidate], queued: int
    ) -> None:
        """All that a source names was admitted, `queued` of it new. Without a version, forget it."""
        if version is None:
            await self._run(self._sources().forget, self._options.site, url)
        else:
            remember = functools.partial(self._sources().remember, queued=queued)
            await self._run(remember, self._options.site, url, version, named)

    async def spare_source(self, url: str) -> None:
        """A source said that nothing changed."""
        await self._run(self._sources().spare, self._options.site, url)

    async def walk(self, url: str) -> Walk | None:
        """How far a backfill has read a source."""
        return await self._run(self._walks().walk, self._options.site, url)

    async def note_walk(self, walk: Walk) -> None:
        """All that a source names as far as `walk` says was admitted."""
        await self._run(self._walks().note, self._options.site, walk)

    def _walks(self) -> Walks:
        return Walks(_opened(self._ledger))

    def _sources(self) -> SourceMemory:
        return SourceMemory(_opened(self._ledger))

    async def ask_for(self, url: str) -> Queued | None:
        """Queue an address whatever is known of it, and give it. None while it is on its way in."""
        return await self._run(self._ask_for, url)

    def _ask_for(self, url: str) -> Queued | None:
        site, key = self._options.site, url_key(url)
        if _opened(self._recorder).tombstones(site).cover([key]):
            raise UsageError(f"-a url={url}: was taken down (scrapy forget); it is not fetched again")
        return _opened(self._ledger).readmit(site, key, url)

    async def queue(
        self, more_to_come: Callable[[], Awaitable[bool]], chunk: int = 50
    ) -> AsyncIterator[Queued]:
        """Queued addresses in their order, those that are admitted meanwhile included.

        When none is left, `more_to_come` is awaited; false ends the iteration.
        """
        turn = 0
        while self.error is None:
            found = await self._run(_opened(self._ledger).queued, self._options.site, turn, chunk)
            if not found and not await more_to_come():
                return
            if found and self._pool is None:
                # Before the first is fetched: else fetching runs ahead while they come up.
                await self._run(self._workers)
            for queued in found:
                turn = queued.turn
                yield queued

    async def revisits(self, schedule: Sequence[dt.timedelta]) -> list[Revisit]:
        """The addresses that are to be visited again now, those that wait longest first. They stay `done`
        until their page comes."""
        # By the host's own clock: the moments are kept over runs.
        now = dt.datetime.now(dt.UTC)
        return await self._run(_opened(self._recorder).revisits, self._options.site, schedule, now)

    # Pages

    async def record(self, page: Page, visit: Visit) -> tuple[Decision, Article | None]:
        """Take in a page: spool, extract, judge. The article comes back when it is new or revised."""
        passed("page_fetched")
        seq = await self._run(_opened(self._recorder).fetched, visit, page)
        passed("page_spooled")
        return await self._judge(seq, visit, page)

    async def _judge(self, seq: int, visit: Visit, page: Page) -> tuple[Decision, Article | None]:
        pool = self._pool
        if pool is None:
            pool = await self._run(self._workers)
        result = await asyncio.wrap_future(pool.submit(page))
        passed("page_extracted")
        recorder = _opened(self._recorder)
        decision = await self._run(
            self._then_commit, recorder.judged, seq, self._options.site, visit, result, _now()
        )
        if isinstance(result, Article) and decision.outcome in ("stored", "revised"):
            return decision, dataclasses.replace(result, revision=decision.revision or 1)
        return decision, None

    async def record_unfetched(
        self, visit: Visit, result: Rejected | Failed | NotModified, answer: Page | None = None
    ) -> Decision:
        """Take in an address that gave no page. `answer` is what said that nothing changed."""
        recorder = _opened(self._recorder)
        return await self._run(
            self._then_commit, recorder.unfetched, self._options.site, visit, result, _now(), answer
        )

    # The end

    async def pending(self) -> int:
        """Addresses that wait for the next run."""
        return await self._run(_opened(self._ledger).count, self._options.site, "queued")

    async def commit(self) -> None:
        """Bring all judged pages into the store. Raises StoreError; they then wait for the next run."""
        await self._run(self._commit)

    def _commit(self) -> None:
        recorder = _opened(self._recorder)
        recorder.commit(_now())
        recorder.save_pending(self._options.site)

    async def save_record(self, record: RunRecord) -> None:
        """Put the run's record into the store."""
        await self._run(save, _opened(self._store).objects, record)

    async def close(self) -> None:
        """Stop the workers, close the ledger, free the lock."""
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await asyncio.get_running_loop().run_in_executor(self._thread, self._cleanup.close)
        self._thread.shutdown(wait=False)


# Batches close by their age, which is not to jump with the host's clock.
_BEGUN = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=time.monotonic())


def _now() -> dt.datetime:
    """The time by the host's clock as it stood when the process began."""
    return _BEGUN + dt.timedelta(seconds=time.monotonic())


def _opened(part: T | None) -> T:
    """A part of an open session."""
    if part is None:
        raise RuntimeError("the session is not open")
    return part
