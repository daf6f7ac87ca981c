"""One page, fetched by the rules of a crawl and kept nowhere: for a look at an address."""

import datetime as dt
from collections.abc import AsyncIterator
from typing import ClassVar

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from twisted.python.failure import Failure as TwistedFailure

from crawlers.unfetched import of_error, of_status
from pipelines.archive import split_content_type
from pipelines.article import ExtractionHints, Failed, Failure, Page, Rejected
from pipelines.urls import host_of


class OnePage(Spider):
    """Asks for one address: robots.txt, the guards and the delays are those of a crawl of its host."""

    name = "one_page"
    result: ClassVar[Page | Rejected | Failed | None] = None
    """What came; Scrapy makes the spider itself, so it is left at the class."""

    def __init__(self, url: str, site: str, hints: ExtractionHints) -> None:
        super().__init__()
        self._url, self._site, self._hints = url, site, hints
        self.hosts = (host_of(url) or "",)

    async def start(self) -> AsyncIterator[Request]:
        """The one request."""
        yield Request(self._url, callback=self.came, errback=self.failed, dont_filter=True)

    def came(self, response: Response) -> None:
        """Keep the answer."""
        header = (response.headers.get("Content-Type") or b"").decode("latin-1")
        content_type, encoding = split_content_type(header)
        type(self).result = of_status(response.status) or Page(
            url=response.url,
            site=self._site,
            body=response.body,
            encoding=encoding,
            content_type=content_type,
            status=response.status,
            fetched_at=dt.datetime.now(dt.UTC),
            hints=self._hints,
        )

    def failed(self, failure: TwistedFailure) -> None:
        """Keep the reason."""
        type(self).result = of_error(failure.value or RuntimeError("unknown"))


def fetch_page(
    process: AsyncCrawlerProcess, url: str, site: str, hints: ExtractionHints
) -> Page | Rejected | Failed:
    """The page at `url`, or why it could not be fetched. Runs the process's reactor, so once a process."""
    OnePage.result = None
    process.crawl(OnePage, url=url, site=site, hints=hints)
    process.start()
    if OnePage.result is None:
        # Interrupted before an answer came.
        return Failed(Failure.NETWORK, "no answer")
    return OnePage.result
