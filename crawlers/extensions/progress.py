"""How far a run is: a live table on a terminal, a plain line a minute elsewhere."""

import logging
import sys
import time
from typing import TextIO

from rich import box
from rich.console import Console
from rich.live import Live
from rich.table import Table
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import AsyncioLoopingCall

from pipelines.report.run_record import ordered_outcomes
from pipelines.session import CrawlSession

logger = logging.getLogger(__name__)

LIVE_SECONDS = 0.5
LINE_SECONDS = 60.0


class Progress:
    """Shows the counts of the run's session while it goes on."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._console = Console(stderr=True)
        self._live: Live | None = None
        self._loop = AsyncioLoopingCall(self._show)
        self._started = time.monotonic()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Progress":
        """See Scrapy."""
        extension = cls(crawler)
        crawler.signals.connect(extension.engine_started, signals.engine_started)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        return extension

    def engine_started(self) -> None:
        """Begin to show."""
        if self._session() is None:
            return
        if self._console.is_terminal:
            self._live = Live(console=self._console, auto_refresh=False, transient=True)
            self._live.start()
            _log_to(sys.stderr)
        self._loop.start(LIVE_SECONDS if self._live else LINE_SECONDS, now=self._live is not None)

    def spider_closed(self) -> None:
        """Stop; the run's summary takes the place."""
        if self._loop.running:
            self._loop.stop()
        if self._live:
            self._live.stop()
            _log_to(sys.stderr)

    def _session(self) -> CrawlSession | None:
        spider: Spider | None = self._crawler.spider
        return getattr(spider, "session", None)

    def _show(self) -> None:
        session = self._session()
        if session is None:
            return
        outcomes = ordered_outcomes(dict(session.counts.outcomes))
        told = ", ".join(f"{name} {count}" for name, count in outcomes) or "no page yet"
        if again := session.counts.revisits.total():
            told += f"; visited again {again}"
        if self._live is None:
            logger.info("%s: %s; %d addresses were new", self._site(), told, session.queued)
            return
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for name in ("site", "new addresses", "pages", "by outcome", "time"):
            table.add_column(name, justify="left" if name in ("site", "by outcome") else "right")
        seconds = int(time.monotonic() - self._started)
        pages = session.counts.outcomes.total()
        table.add_row(self._site(), str(session.queued), str(pages), told, f"{seconds} s")
        self._live.update(table, refresh=True)

    def _site(self) -> str:
        spider = self._crawler.spider
        return getattr(spider, "site", "-")


def _log_to(stream: TextIO) -> None:
    """Point the log's terminal handlers at `stream`: the live display prints log lines above itself."""
    for handler in logging.root.handlers:
        # Exactly this class: a file handler is a kind of stream handler.
        if type(handler) is logging.StreamHandler:
            handler.setStream(stream)
