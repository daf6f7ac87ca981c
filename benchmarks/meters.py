"""Measures a crawl from within: lag of the event loop, and where the parent's CPU time goes."""

import asyncio
import functools
import json
import os
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler

from benchmarks.processes import worker_ids
from pipelines.ledger.ledger import Ledger
from pipelines.recorder import Recorder
from pipelines.session import CrawlSession

TICK_SECONDS = 0.02
STAGES = (
    (Recorder, "fetched", "spool"),
    (Recorder, "judged", "judge"),
    (Recorder, "commit", "commit"),
    (Ledger, "queued", "queue"),
    (Ledger, "admit", "queue"),
)
"""What the ledger's thread does, and the stage that its time is counted for."""


class Meters:
    """Scrapy extension. From the first request to the end of the run; writes `BENCH_OUT` as JSON."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._late: list[float] = []
        self._due = 0.0
        self._begun = (0.0, 0.0)
        self._stages: dict[str, list[float]] = {stage: [0.0, 0.0] for _, _, stage in STAGES}
        for owner, name, stage in STAGES:
            setattr(owner, name, self._timed(getattr(owner, name), self._stages[stage]))
        self._workers_begun = 0.0
        """CPU time that the workers had used when they were up."""
        CrawlSession._workers = self._noted(CrawlSession._workers)  # type: ignore[method-assign]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Meters":
        """See Scrapy."""
        meters = cls(Path(crawler.settings["BENCH_OUT"]))
        crawler.signals.connect(meters.engine_started, signals.engine_started)
        crawler.signals.connect(meters.engine_stopped, signals.engine_stopped)
        return meters

    def _timed(self, function: Callable[..., Any], total: list[float]) -> Callable[..., Any]:
        """`function`, with its wall and CPU time added to `total`. Only one thread calls it."""

        @functools.wraps(function)
        def timed(*arguments: Any, **named: Any) -> Any:
            wall, cpu = time.perf_counter(), time.thread_time()
            try:
                return function(*arguments, **named)
            finally:
                total[0] += time.perf_counter() - wall
                total[1] += time.thread_time() - cpu

        return timed

    def _noted(self, start: Callable[[CrawlSession], Any]) -> Callable[[CrawlSession], Any]:
        """`start`, with what the workers have used when they are up."""

        @functools.wraps(start)
        def noted(session: CrawlSession) -> Any:
            are_up = session._pool is not None
            pool = start(session)
            if not are_up:
                self._workers_begun = _cpu_of_children()
            return pool

        return noted

    def engine_started(self) -> None:
        """Begin."""
        self._begun = (time.thread_time(), time.process_time())
        self._due = asyncio.get_running_loop().time() + TICK_SECONDS
        asyncio.get_running_loop().call_at(self._due, self._tick)

    def _tick(self) -> None:
        loop = asyncio.get_running_loop()
        now = loop.time()
        self._late.append(now - self._due)
        self._due = now + TICK_SECONDS
        loop.call_at(self._due, self._tick)

    def engine_stopped(self) -> None:
        """End: the workers are gone and have left their CPU time to this process."""
        reactor, process = self._begun
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        figures = {
            "lag": sorted(self._late),
            "reactor_cpu": time.thread_time() - reactor,
            "parent_cpu": time.process_time() - process,
            "workers_cpu": used.ru_utime + used.ru_stime - self._workers_begun,
            "stages": {stage: {"wall": wall, "cpu": cpu} for stage, (wall, cpu) in self._stages.items()},
        }
        self._out.write_text(json.dumps(figures), encoding="utf-8")


def _cpu_of_children() -> float:
    """CPU seconds that the living children have used."""
    ticks = 0
    for child in worker_ids(os.getpid()):
        # Fields 14 and 15; the name before them may hold spaces.
        fields = Path(f"/proc/{child}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
