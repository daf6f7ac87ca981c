"""One page, fetched by the rules of a crawl and kept nowhere: for a look at an address."""

import dataclasses
import datetime as dt
from collections.abc import AsyncIterator

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from twisted.python.failure import Failure as TwistedFailure

from crawlers.middlewares.robots import RobotsGuard
from crawlers.source_reader import header_of, headers_of
from crawlers.unfetched import of_error, of_status
from pipelines.archive import split_content_type
from pipelines.article import ExtractionHints, Failed, Failure, Page, Rejected
from pipelines.urls import host_of


@dataclasses.dataclass(slots=True)
class Fetched:
    """What came of one address."""

    result: Page | Rejected | Failed = dataclasses.field(
        # It stays where the process was interrupted before an answer came.
        default_factory=lambda: Failed(Failure.NETWORK, "no answer")
    )
    robots: str | None = None
    """What robots.txt says of it, in words; None where it was not asked for."""


class OnePage(Spider):
    """Asks for one address: robots.txt, the guards and the delays are those of a crawl of its host."""

    name = "one_page"

    def __init__(self, url: str, site: str, hints: ExtractionHints, fetched: Fetched) -> None:
        """`fetched` takes the result: Scrapy makes the spider itself, and gives nothing back."""
        super().__init__()
        self._url, self._site, self._hints, self._fetched = url, site, hints, fetched
        self.hosts = (host_of(url) or "",)

    async def start(self) -> AsyncIterator[Request]:
        """The one request."""
        yield Request(self._url, callback=self.came, errback=self.failed, dont_filter=True)

    async def _ask_robots(self) -> None:
        guard = self.crawler.get_downloader_middleware(RobotsGuard)
        assert guard is not None  # noqa: S101 - settings/base.py has it, and nothing takes it out
        self._fetched.robots = await guard.decision(self._url)

    async def came(self, response: Response) -> None:
        """Keep the answer."""
        page = answered_page(response, self._site, self._hints)
        self._fetched.result = of_status(response.status) or page
        await self._ask_robots()

    async def failed(self, failure: TwistedFailure) -> None:
        """Keep the reason."""
        self._fetched.result = of_error(failure.value or RuntimeError("unknown"))
        await self._ask_robots()


def answered_page(response: Response, site: str, hints: ExtractionHints) -> Page:
    """The page that an answer holds, fetched now, to a second."""
    content_type, encoding = split_content_type(header_of(response, "Content-Type"))
    return Page(
        url=response.url,
        site=site,
        body=response.body,
        encoding=encoding,
        content_type=content_type,
        headers=headers_of(response),
        status=response.status,
        fetched_at=dt.datetime.now(dt.UTC).replace(microsecond=0),
        hints=hints,
    )


def fetch_page(process: AsyncCrawlerProcess, url: str, site: str, hints: ExtractionHints) -> Fetched:
    """The page at `url`, or why it could not be fetched. Runs the process's reactor, so once a process."""
    fetched = Fetched()
    process.crawl(OnePage, url=url, site=site, hints=hints, fetched=fetched)
    process.start()
    return fetched
