"""Scrapy glue, and nothing else: items in, the session's calls, items out. No rule about news."""

import dataclasses
from typing import Any

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from .article import Failed, NotModified, Page, Rejected
from .errors import SteppewireError
from .session import CrawlSession
from .store.schema import to_json
from .visit import Visit

# Known once the batch is closed only: an exported item does not have them.
_NOT_YET_KNOWN = (
    "batched_at",
    "month",
    "batch",
    "batch_id",
    "warc_key",
    "warc_offset",
    "warc_length",
    "checksum",
)


@dataclasses.dataclass(frozen=True, slots=True)
class FetchedPage:
    """What a spider yields for an address that it asked for: the page, or why there is none."""

    visit: Visit
    page: Page | None = None
    without_page: Rejected | Failed | NotModified | None = None
    """Why there is no page."""
    answer: Page | None = None
    """What the site sent instead, where it said that nothing changed."""


class RecordPipeline:
    """Hands pages to the session of the run; articles that are new or revised go on, for `-O FILE`."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RecordPipeline":
        """See Scrapy."""
        return cls(crawler)

    async def process_item(self, item: FetchedPage) -> dict[str, Any]:
        """See Scrapy. Raises DropItem for a page that brought no new text: its outcome is recorded."""
        session: CrawlSession = self._crawler.spider.session  # type: ignore[union-attr]
        article = None
        try:
            if item.page is not None:
                decision, article = await session.record(item.page, item.visit)
            elif item.without_page is not None:
                decision = await session.record_unfetched(item.visit, item.without_page, item.answer)
        except SteppewireError as error:
            # The session has noted it and ends the run; the page is in the ledger, or still queued there.
            raise DropItem(str(error), log_level="DEBUG") from error
        if article is None:
            raise DropItem(f"{decision.outcome} {decision.reason or ''}", log_level="DEBUG")
        return {name: value for name, value in to_json(article).items() if name not in _NOT_YET_KNOWN}
