"""What the crawl would be without worker processes: extraction in the event loop, for comparison."""

from concurrent.futures import Future
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

import pipelines.session
from pipelines.article import Page
from pipelines.process import to_article
from pipelines.workers import Result


class _NoPool:
    """In the place of `ExtractionPool`: extracts where it is called."""

    def __init__(self, _workers: int) -> None:
        pass

    def warm_up(self) -> None:
        """There is nothing to wait for."""

    def submit(self, page: Page) -> "Future[Result]":
        """Extract a page at once."""
        outcome: Future[Result] = Future()
        outcome.set_result(to_article(page))
        return outcome

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class InlineExtraction:
    """Scrapy extension: puts `_NoPool` in the place of the worker processes where `BENCH_INLINE` is set."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "InlineExtraction":
        """See Scrapy."""
        if not crawler.settings["BENCH_INLINE"]:
            raise NotConfigured
        vars(pipelines.session)["ExtractionPool"] = _NoPool
        return cls()
