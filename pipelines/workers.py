"""Worker processes for extraction: a page that hangs, crashes or eats memory costs its worker, no more.

Each worker has a pipe and a thread of its own here, which sends it one page at a time. So nothing is shared
that a dying worker could break, and whose page it was is always known (`docs/decisions/0006-workers.md` says
why this is no library's pool).
"""

import contextlib
import datetime as dt
import logging
import os
import queue
import resource
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from concurrent.futures import Future
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Self

from .archive import response_record
from .article import Article, Failed, Failure, Page, Rejected
from .errors import SteppewireError
from .logs import handed_down, take_over

logger = logging.getLogger(__name__)

EXTRACTION_SECONDS = 30.0
"""Time limit of one page, seconds. Within the limits of `extract.limits` none is known to take half of it."""

WORKER_BYTES = 4 * 2**30
"""Address space of a worker, bytes. A page of 10 MB, the largest that is taken, needed 0.7 GiB."""

START_SECONDS = 120.0
"""Time limit for a worker to come up, seconds: imports and language profiles take one or two."""

START_TRIES = 3
"""How often in a row a worker is started that dies before it is up."""

TRIES = 2
"""A worker may have died of something else than the page, once."""

PROGRAM = f"import {__name__} as workers; workers.work()"
"""What a worker process runs. Not multiprocessing's own way, by which each would import the program that the
parent began with as well: all of Scrapy, 0.7 s and 40 MiB each time."""

_WARM_UP = Page(
    url="https://example.org/warm-up",
    site="warm_up",
    body=f"<article><p>{'The first words of a page that nobody reads. ' * 20}</p></article>".encode(),
    fetched_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
)

Result = Article | Rejected | Failed


# In the worker


def work() -> None:
    """What a worker process does: extract page after page, until the pipe closes."""
    pipe, parent, memory_bytes = map(int, sys.argv[1:4])
    take_over(sys.argv[4])
    connection = Connection(pipe)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to handle
    threading.Thread(target=_watch_parent, args=(parent,), daemon=True).start()
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    # The first page must not pay for imports and language profiles out of its time limit.
    connection.send(_extract(_WARM_UP))
    # Its parent may close the pipe, or be gone.
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            page, payload = connection.recv()
            connection.send((_extract(page), response_record(page, payload) if payload else None))


def _watch_parent(parent: int) -> None:
    """End this process when its parent is gone while a page is being extracted."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def _extract(page: Page) -> Result:
    from .process import to_article

    # For a page that hangs in C code, where the watching thread cannot run, when the parent is gone too.
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(
        resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + 2 * EXTRACTION_SECONDS), most)
    )
    try:
        return to_article(page)
    except MemoryError:
        return Failed(Failure.CRASHED, "out of memory")
    except Exception as error:
        # A bug of ours. The page is kept, and its worker need not die for it.
        logger.exception("Extraction of %s failed", page.url, extra={"site": page.site})
        return Failed(Failure.CRASHED, f"{type(error).__name__}: {error}"[:200])


# In the parent


class _Worker(threading.Thread):
    """A thread that hands pages to one process at a time, and puts another in its place when it died."""

    def __init__(self, pages: "queue.SimpleQueue[_Job]", seconds: float, memory_bytes: int) -> None:
        super().__init__(daemon=True)
        self._pages = pages
        self._seconds = seconds
        self._memory_bytes = memory_bytes
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self.up: Future[None] = Future()
        """Done when the first process is ready; holds the error when it could not be started."""

    def run(self) -> None:
        try:
            self._begin()
        except SteppewireError as error:
            self.up.set_exception(error)
        else:
            self.up.set_result(None)
        while (job := self._pages.get()) is not None:
            page, payload, outcome = job
            if outcome.set_running_or_notify_cancel():
                result, record = self._extract(page, payload)
                outcome.set_result((result, record or response_record(page, payload)) if payload else result)
        self._end()

    def _extract(self, page: Page, payload: str | None) -> tuple[Result, bytes | None]:
        """Extract a page, and pack it. Neither a dead process nor a hung one is an error here."""
        for _ in range(TRIES):
            try:
                return self._ask(self._alive(), page, payload)
            except SteppewireError as error:
                return Failed(Failure.CRASHED, str(error)), None
            except TimeoutError:
                failed = Failed(Failure.TIMEOUT, f"no result in {self._seconds:g} s")
            except (EOFError, OSError):
                failed = Failed(Failure.CRASHED, f"the worker died ({self._exit_code()})")
            self._end()
        return failed, None

    def _ask(self, connection: Connection, page: Page, payload: str | None) -> tuple[Result, bytes | None]:
        """Send a page, wait for what comes of it; TimeoutError, or EOFError and OSError when the process
        died."""
        try:
            connection.send((page, payload))
            result: tuple[Result, bytes | None] = connection.recv()
        except BlockingIOError:
            raise TimeoutError from None
        return result

    def _alive(self) -> Connection:
        """The pipe to a process that is up. Raises SteppewireError when none can be started."""
        if self._connection is None or self._process is None or self._process.poll() is not None:
            self._end()
            return self._begin()
        return self._connection

    def _begin(self) -> Connection:
        for tries in range(1, START_TRIES + 1):
            try:
                connection = self._start_process()
            except OSError as error:
                # No memory, no process number, no descriptor.
                self._end()
                raise SteppewireError(f"an extraction worker cannot be started: {error}") from error
            try:
                ready = connection.recv() if connection.poll(START_SECONDS) else None
            except (EOFError, OSError):
                ready = None
            if isinstance(ready, Article):
                return connection
            self._end()
            logger.warning(
                "An extraction worker could not be started (try %d): %s", tries, ready or "it died"
            )
        raise SteppewireError(f"an extraction worker could not be started {START_TRIES} times in a row")

    def _start_process(self) -> Connection:
        ours, theirs = socket.socketpair()
        # Sending a large page and waiting for its result both end after that time. Not by a timer, which is a
        # thread for each page.
        limit = struct.pack("@ll", int(self._seconds), int(self._seconds % 1 * 1e6))
        for way in (socket.SO_SNDTIMEO, socket.SO_RCVTIMEO):
            ours.setsockopt(socket.SOL_SOCKET, way, limit)
        self._connection = Connection(ours.detach())
        with theirs:
            numbers = (theirs.fileno(), os.getpid(), self._memory_bytes)
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", PROGRAM, *map(str, numbers), handed_down()],
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                # One processor a worker; numpy would set aside memory for as many as there are.
                env={
                    **os.environ,
                    "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path)),
                    "OPENBLAS_NUM_THREADS": "1",
                },
            )
        return self._connection

    def _exit_code(self) -> str:
        assert self._process is not None  # noqa: S101 - one was asked
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1.0)
        return f"exit code {self._process.returncode}"

    def _end(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        if self._connection is not None:
            self._connection.close()
        self._process = self._connection = None


_Job = tuple[Page, str | None, "Future[Any]"] | None
"""A page, the digest of its body where its record is wanted too, and what is told of it."""


class ExtractionPool:
    """Processes that turn pages into articles, each page within limits of time and memory."""

    def __init__(
        self, workers: int, *, seconds: float = EXTRACTION_SECONDS, memory_bytes: int = WORKER_BYTES
    ) -> None:
        self._pages: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self._workers = [_Worker(self._pages, seconds, memory_bytes) for _ in range(workers)]
        for worker in self._workers:
            worker.start()

    def warm_up(self) -> None:
        """Wait until all workers are up. Raises SteppewireError when one cannot be started."""
        for worker in self._workers:
            worker.up.result()

    def submit(self, page: Page) -> "Future[Result]":
        """Extract a page. The future always gives a result, unless it is cancelled before a worker takes it:
        what goes wrong with a page is `Failed`."""
        outcome: Future[Result] = Future()
        self._pages.put((page, None, outcome))
        return outcome

    def submit_packed(self, page: Page, payload: str) -> "Future[tuple[Result, bytes]]":
        """The same, and `response_record` of the page with this digest of its body: where many pages are
        taken in, packing them here would be a fifth of what this process does."""
        outcome: Future[tuple[Result, bytes]] = Future()
        self._pages.put((page, payload, outcome))
        return outcome

    def close(self) -> None:
        """End the workers, after the pages that were handed in."""
        for _ in self._workers:
            self._pages.put(None)
        for worker in self._workers:
            worker.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


_shared: ExtractionPool | None = None
_shared_lock = threading.Lock()


def shared_pool(workers: int = 1) -> ExtractionPool:
    """The pool of this process for tasks of an engine, made with `workers` at the first call.

    It is kept: a process that a cluster lends runs task after task, and each would pay for a start. It ends
    with the process, or with `close_shared_pool`.
    """
    global _shared
    with _shared_lock:
        if _shared is None:
            _shared = ExtractionPool(workers)
        return _shared


def close_shared_pool() -> None:
    """End the workers of `shared_pool`, after the pages that were handed in."""
    global _shared
    with _shared_lock:
        pool, _shared = _shared, None
    if pool is not None:
        pool.close()
