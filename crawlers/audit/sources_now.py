"""The sources of a site, read as a run reads them, with nothing queued and nothing remembered."""

import dataclasses
from collections.abc import AsyncIterator, Collection, Sequence
from typing import cast

from scrapy import Request
from scrapy.crawler import AsyncCrawlerProcess

from crawlers.audit.named import Named, WatchedSelection
from crawlers.news_spider import NewsSpider
from crawlers.sources import Selection
from pipelines.ledger.rows import Candidate
from pipelines.ledger.source_memory import SourceVersion
from pipelines.report.run_record import SourceReading
from pipelines.session import CrawlSession

_OF_A_RUN = ("crawlers.extensions.run.RunExtension", "crawlers.extensions.progress.Progress")
"""Extensions that open a store and a ledger, or tell of them."""


@dataclasses.dataclass(slots=True)
class SourcesNow:
    """What the sources named, and how each was read."""

    named: list[Named] = dataclasses.field(default_factory=list)
    readings: list[SourceReading] = dataclasses.field(default_factory=list)


class _OnlyLooking:
    """In the place of a session: it knows addresses, takes in none, and remembers no source."""

    def __init__(self, known: Collection[str]) -> None:
        self._known = set(known)

    async def admit(self, candidates: Sequence[Candidate]) -> int:
        """Queue nothing. What was walked over is no news on the next page."""
        self._known.update(candidate.key for candidate in candidates)
        return 0

    async def count_new(self, candidates: Sequence[Candidate]) -> int:
        """How many are not known: a section is walked as far as a run walks it."""
        return sum(candidate.key not in self._known for candidate in candidates)

    async def version_of_source(self, _url: str, _rules: str) -> SourceVersion | None:
        """None, so that all is read whole: "nothing changed" would name nothing."""
        return None

    async def remember_source(
        self, _url: str, _version: SourceVersion | None, _named: Sequence[Candidate], _queued: int
    ) -> None:
        """Remember nothing."""

    async def spare_source(self, _url: str) -> None:
        """Remember nothing."""


class _SourcesOnly(NewsSpider):
    """Goes before a site's class: its sources are read, and no article is asked for."""

    known: Collection[str]
    found: SourcesNow

    def _take_up_declaration(self) -> None:
        super()._take_up_declaration()
        rules = {field.name: getattr(self._selection, field.name) for field in dataclasses.fields(Selection)}
        self._selection = WatchedSelection(**rules, seen=self.found.named)
        self.readings = self.found.readings
        self.session = cast("CrawlSession", _OnlyLooking(self.known))

    async def start(self) -> AsyncIterator[Request]:
        """The sources, and nothing behind them."""
        async for request in self._source_requests():
            yield request


def read_sources(process: AsyncCrawlerProcess, site: type[NewsSpider], known: Collection[str]) -> SourcesNow:
    """Read the sources of a site by the rules of a crawl: robots.txt, guards, delays. Once a process.

    `known` are the keys of the addresses that runs have met.
    """
    found = SourcesNow()
    extensions = process.settings["EXTENSIONS"].copy_to_dict()
    process.settings.set("EXTENSIONS", {**extensions, **dict.fromkeys(_OF_A_RUN)}, priority="cmdline")
    spider = type(f"SourcesOf{site.__name__}", (_SourcesOnly, site), {"known": known, "found": found})
    process.crawl(spider)
    process.start()
    found.readings.sort(key=lambda reading: (reading.kind, reading.url))
    return found
