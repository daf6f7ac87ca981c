"""Looking at a new site: what it offers, and some of its articles. Nothing of it is kept."""

import asyncio
import dataclasses
import datetime as dt

from crawlers.discovery.links import NotReadable
from crawlers.discovery.survey import edition_of
from crawlers.looking import LookingSpider
from crawlers.lookout import Lookout
from crawlers.newsite.proposal import Proposal, Wanted, candidates, propose, with_languages
from crawlers.one_page import answered_page
from crawlers.recording import to_replay
from crawlers.scout import Findings, NoAnswer, Scout
from crawlers.source_reader import header_of
from pipelines.article import Article, Page, Result
from pipelines.errors import UsageError
from pipelines.urls import host_of
from pipelines.workers import ExtractionPool

ARTICLES = 3
"""Articles that are shown."""
MAX_ASKED = 6
"""Pages that are asked for until so many are articles."""


@dataclasses.dataclass(frozen=True, slots=True)
class Sample:
    """A page that was read, and what came of it."""

    page: Page
    content_type: str
    """The header."""
    result: Result


@dataclasses.dataclass(slots=True)
class Looked:
    """What was seen."""

    found: Findings | None = None
    """None where the process was interrupted before all sources were read."""
    proposal: Proposal | None = None
    """None where no address looks like an article's."""
    read_at: dt.datetime = dataclasses.field(default_factory=lambda: dt.datetime.now(dt.UTC))
    """When the sources were read, whole seconds."""
    samples: list[Sample] = dataclasses.field(default_factory=list)
    missed: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    """Addresses of articles that gave no page, and why."""
    complete: bool = False
    """Was all done that was to be done?"""

    @property
    def articles(self) -> list[Article]:
        """The articles that were read."""
        return [sample.result for sample in self.samples if isinstance(sample.result, Article)]


class LookAtSite(LookingSpider):
    """Looks around at one site and reads some articles, with the robots.txt, guards and delays of a crawl."""

    name = "newsite"

    def __init__(self, home: str, wanted: Wanted, edition: bool, looked: Looked) -> None:
        """`looked` takes the result: Scrapy makes the spider itself, and gives nothing back."""
        super().__init__()
        self._home, self._wanted, self._edition, self._looked = home, wanted, edition, looked
        self.hosts = (host_of(home) or "",)

    async def look(self) -> None:
        """Look around, and read some articles."""
        lookout = Lookout(self.crawler, self._home)
        scout = Scout(self._home, self.hosts, lookout.fetch, under=edition_of(self._home))
        found = await scout.survey(lookout.named_sitemaps)
        now = dt.datetime.now(dt.UTC).replace(microsecond=0)
        looked = self._looked
        looked.found, looked.read_at = found, now
        proposal = await asyncio.to_thread(
            propose, self._home, found, self._wanted, now, edition=self._edition
        )
        if proposal is not None:
            with ExtractionPool(1) as pool:
                looked.proposal = await self._read_articles(proposal, found, lookout, pool)
        looked.complete = True

    async def _read_articles(
        self, proposal: Proposal, found: Findings, lookout: Lookout, pool: ExtractionPool
    ) -> Proposal:
        """Read articles, and give the proposal with what they say."""
        looked, asked = self._looked, []
        seen: list[str] = []
        for url in candidates(proposal, found, looked.read_at)[:MAX_ASKED]:
            if len(seen) == ARTICLES:
                break
            try:
                response = await lookout.fetch(url, False)
            except NotReadable as error:
                looked.missed.append((url, str(error)))
                if isinstance(error, NoAnswer):
                    break
                continue
            page = answered_page(response, proposal.name, proposal.spider().hints())
            result = await asyncio.wrap_future(pool.submit(page))
            asked.append((page, header_of(response, "Content-Type")))
            if isinstance(result, Article):
                seen.append(result.language)
        final = with_languages(proposal, self._home, self._wanted, seen, edition=self._edition)
        spider = final.spider()
        for page, content_type in asked:
            try:
                replayed = to_replay(spider, page, content_type)
            except UsageError as error:
                looked.missed.append((page.url, str(error)))
                continue
            result = await asyncio.wrap_future(pool.submit(replayed))
            looked.samples.append(Sample(replayed, content_type, result))
        return final
