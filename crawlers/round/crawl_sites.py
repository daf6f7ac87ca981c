"""Crawling the sites of a round, so many at a time."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from crawlers.round.processes import Ended
from crawlers.round.records import leave_record, read_record
from crawlers.round.results import Result, result_of
from crawlers.round.sites import Site
from pipelines.errors import SiteHeld, StoreError
from pipelines.lock import SiteLock
from pipelines.store.objects import ObjectStore

logger = logging.getLogger(__name__)

_LOOK_SECONDS = 0.2
"""How often a waiting site looks for a free place."""


def claim(folder: Path, sites: Sequence[Site], claims: contextlib.ExitStack) -> tuple[list[Site], list[Site]]:
    """Take sites for this round until `claims` is closed: those it has, and those another round has.

    Rounds of one host may overlap, as where cron starts one every ten minutes and a site takes longer: each
    site is in one of them, and a site that takes long holds up no other. Raises LedgerError.
    """
    had, lost = [], []
    for site in sites:
        try:
            claims.enter_context(SiteLock(folder, site.name))
            had.append(site)
        except SiteHeld:
            lost.append(site)
    return had, lost


class Runs(Protocol):
    """What runs the crawls: `Processes` on this machine, or `OnNodes`."""

    @property
    def stopping(self) -> bool:
        """Were they told to end?"""

    async def scrapy(self, *arguments: str, name: str, within: float) -> Ended:
        """See `Processes`."""

    def stop(self) -> None:
        """See `Processes`."""


class SiteCrawls:
    """Crawls sites in processes. `shown` is told what goes on."""

    def __init__(
        self,
        processes: Runs,
        objects: ObjectStore | None,
        folder: Path,
        jobs: int,
        shown: Callable[[str, Result | None], None],
        options: Sequence[str] = ("--quiet",),
    ) -> None:
        """`folder` is where the locks of rounds are: `jobs` places for all rounds of this host. `objects` is
        where runs leave their records, None for runs that leave none; `options` are given to each crawl.

        `shown` is called with a site that began, and with a site and its result.
        """
        self._processes = processes
        self._objects = objects
        self._folder = folder
        self._jobs = jobs
        self._shown = shown
        self._options = options

    async def all(self, sites: Sequence[Site]) -> list[Result]:
        """Crawl the sites, in this order as far as their hosts are free; their results, in this order.

        Raises LedgerError when the locks cannot be written.
        """
        waiting = list(sites)
        running: set[asyncio.Task[Result]] = set()
        results: dict[str, Result] = {}
        while waiting or running:
            if self._processes.stopping:
                for site in waiting:
                    results[site.name] = Result(site=site.name, fate="not started")
                    self._shown(site.name, results[site.name])
                waiting = []
            while waiting and (begun := self._begin(waiting)):
                running.add(begun)
            timeout = _LOOK_SECONDS if waiting else None
            if running:
                done, _ = await asyncio.wait(running, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    running.remove(task)
                    result = task.result()
                    results[result.site] = result
                    self._shown(result.site, result)
            elif waiting:
                await asyncio.sleep(_LOOK_SECONDS)
        return [results[site.name] for site in sites]

    def _begin(self, waiting: list[Site]) -> asyncio.Task[Result] | None:
        """Start the first site that has a place and whose hosts nobody else asks; None when there is none."""
        with contextlib.ExitStack() as held:
            if not self._place(held):
                return None
            for site in waiting:
                with contextlib.suppress(SiteHeld), contextlib.ExitStack() as hosts:
                    # Editions share a host, which is asked one thing at a time.
                    for host in sorted(set(site.hosts)):
                        hosts.enter_context(SiteLock(self._folder, f"host-{host}"))
                    held.push(hosts.pop_all())
                    waiting.remove(site)
                    return asyncio.ensure_future(self._one(site, held.pop_all()))
        return None

    def _place(self, held: contextlib.ExitStack) -> bool:
        for number in range(self._jobs):
            with contextlib.suppress(SiteHeld):
                held.enter_context(SiteLock(self._folder, f"place-{number}"))
                return True
        return False

    async def _one(self, site: Site, held: contextlib.ExitStack) -> Result:
        with held:
            self._shown(site.name, None)
            try:
                ended = await self._processes.scrapy(
                    "crawl",
                    site.name,
                    *self._options,
                    name=site.name,
                    within=site.within.total_seconds(),
                )
            except OSError as error:
                # No memory, no process number, no room for the log: this machine's fault, not the site's.
                return Result(site=site.name, fate="died", complaints=(f"cannot be started: {error}",))
            if self._objects is None:
                return result_of(site.name, ended.began, ended, None, leaves_record=False)
            began = ended.began
            try:
                record = await asyncio.to_thread(read_record, self._objects, site.name, began)
                result = result_of(site.name, began, ended, record)
                if result.fate in ("hung", "died") and record is None:
                    await asyncio.to_thread(leave_record, self._objects, result)
            except StoreError as error:
                # What became of the site is known all the same.
                logger.error("%s: its run's record: %s", site.name, error)
                result = result_of(site.name, began, ended, None)
            return result
