"""Many sites side by side, in one process; one host is never asked for two of them at once."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess

from crawlers.news_spider import NewsSpider
from crawlers.round.sites import Site
from crawlers.site_check.look import WITHIN, Look, Seen
from pipelines.errors import SiteHeld
from pipelines.lock import SiteLock
from pipelines.workers import ExtractionPool


class SideBySide:
    """Looks at sites, `jobs` at a time. `told` is called with each whose look ended, in that order."""

    def __init__(
        self,
        process: AsyncCrawlerProcess,
        pool: ExtractionPool,
        locks: Path,
        jobs: int,
        told: Callable[[Seen], None],
    ) -> None:
        """`locks` is the folder of the locks of rounds: a host that a round asks now is left to it."""
        self._process, self._pool, self._locks = process, pool, locks
        self._jobs, self._told = jobs, told
        self._waiting: list[type[NewsSpider]] = []
        self._busy: set[str] = set()
        self._running: set[str] = set()
        self.interrupted = False
        """Did a person end it?"""
        self.not_checked: dict[str, str] = {}
        """Sites that were not looked at, or not to the end, and why."""

    def look(self, sites: Sequence[type[NewsSpider]]) -> None:
        """Look at the sites. Runs the process's reactor, so once a process. Raises LedgerError."""
        self._waiting = list(sites)
        with contextlib.ExitStack() as held:
            self._begin_more(held)
            if self._running:
                self._process.start()
        # After a second signal Scrapy waits for nothing.
        self.interrupted = self.interrupted or bool(self._running)
        self.not_checked |= dict.fromkeys(self._running, "interrupted")
        self.not_checked |= {site.name: "not begun" for site in self._waiting}

    def _begin_more(self, held: contextlib.ExitStack) -> None:
        for site in tuple(self._waiting):
            if len(self._running) >= self._jobs or self.interrupted:
                return
            hosts = set(Site.of(site).hosts)
            if hosts & self._busy:
                continue
            self._waiting.remove(site)
            with contextlib.ExitStack() as locks:
                try:
                    for host in sorted(hosts):
                        locks.enter_context(SiteLock(self._locks, f"host-{host}"))
                except SiteHeld as error:
                    self.not_checked[site.name] = f"a crawl asks its host now: {error}"
                    continue
                self._begin(site, hosts, locks.pop_all(), held)

    def _begin(
        self,
        site: type[NewsSpider],
        hosts: set[str],
        locks: contextlib.ExitStack,
        held: contextlib.ExitStack,
    ) -> None:
        held.push(locks)
        self._busy |= hosts
        self._running.add(site.name)
        seen = Seen(site, dt.datetime.now(dt.UTC).replace(microsecond=0))
        crawler = self._process.create_crawler(Look)
        # A site may be slower than others.
        settings: Mapping[str, object] = site.custom_settings or {}
        crawler.settings.setdict(dict(settings), priority="spider")
        within = min(WITHIN, site.crawl_within)
        task = self._process.crawl(crawler, seen=seen, pool=self._pool, within=within)

        def end(done: "asyncio.Task[None]") -> None:
            if not done.cancelled() and (error := done.exception()):
                seen.ended = f"ended: {type(error).__name__}: {error}"
            locks.close()
            self._busy -= hosts
            self._running.discard(site.name)
            if seen.interrupted:
                self.interrupted = True
                self.not_checked[site.name] = "interrupted"
            else:
                self._told(seen)
            # Before Scrapy sees that nothing runs any more, and ends the process.
            self._begin_more(held)

        task.add_done_callback(end)
