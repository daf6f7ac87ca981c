"""The life of a run: the session is opened before the first request, and closed with a record at the end.

What can go wrong at the start ends the run before any request; the `crawl` command turns it into one line
and the documented exit code.
"""

import asyncio
import datetime as dt
import logging
import secrets
from pathlib import Path

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, NotConfigured

from crawlers.extensions.fetches import Fetches
from crawlers.middlewares.retry_after import FINISH_REASON, HostRest
from crawlers.news_spider import NewsSpider
from pipelines.dry_session import DrySession
from pipelines.errors import SteppewireError
from pipelines.kill_points import passed
from pipelines.logs import begin_run
from pipelines.report.run_record import RunRecord, new_run_id
from pipelines.session import CrawlSession, SessionOptions
from settings.environment import validate

logger = logging.getLogger(__name__)


class RunExtension:
    """One run of one `NewsSpider`; other spiders are left alone."""

    def __init__(self, crawler: Crawler) -> None:
        if not issubclass(crawler.spidercls, NewsSpider):
            raise NotConfigured  # without a word: Scrapy would warn of one
        self._crawler = crawler
        self._started_at = dt.datetime.now(dt.UTC)
        self._fetches = Fetches()
        self._run_id = new_run_id(self._started_at, secrets.token_hex(3))
        begin_run(self._run_id, crawler.spidercls.name)
        self.error: SteppewireError | None = None
        """Why the run could not begin or go on."""
        self.record: RunRecord | None = None
        """What the run did; None when it did not begin."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "RunExtension":
        """See Scrapy."""
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        extension._fetches.listen(crawler.signals)
        return extension

    async def spider_opened(self, spider: Spider) -> None:
        """Open the session; CloseSpider when it cannot be."""
        assert isinstance(spider, NewsSpider)  # noqa: S101 - for the type checker: see __init__
        settings = self._crawler.settings
        # Of a site that nobody declared it is another than the spider's.
        begin_run(self._run_id, spider.site)
        try:
            validate(settings)
            kind = DrySession if spider.arguments.dry else CrawlSession
            session = kind(
                SessionOptions(
                    site=spider.site,
                    hints=spider.run_hints,
                    store_url=settings["NEWS_STORE_URL"],
                    ledger_dir=Path(settings["NEWS_LEDGER_DIR"]),
                    run_id=self._run_id,
                    user_agent=settings["USER_AGENT"],
                    workers=settings.getint("NEWS_WORKERS"),
                    batch_pages=settings.getint("NEWS_BATCH_PAGES"),
                    batch_seconds=settings.getfloat("NEWS_BATCH_SECONDS"),
                    retry_failed=spider.arguments.failed,
                    respect_rights=settings["NEWS_RIGHTS"] == "respect",
                    archive=settings["NEWS_ARCHIVE"] == "on",
                )
            )
            await session.open()
        except SteppewireError as error:
            self.error = error
            raise CloseSpider(type(error).__name__) from error
        session.on_error = self._give_up
        spider.session = session
        if not settings["NEWS_CONTACT"]:
            logger.warning(
                "NEWS_CONTACT is not set: please tell sites whom to write to (an e-mail or a page)"
            )

    def _give_up(self, error: SteppewireError) -> None:
        """Stop fetching: the session failed. What was taken in waits for the next run."""
        self.error = error
        logger.error("%s; the run ends here, and the next one goes on from here", error)
        closing = self._crawler.engine.close_spider_async(reason=type(error).__name__)
        self._closing = asyncio.ensure_future(closing)

    async def spider_closed(self, spider: Spider, reason: str) -> None:
        """Commit what is judged, and put the run's record into the store."""
        session: CrawlSession | None = getattr(spider, "session", None)
        if session is None or not isinstance(spider, NewsSpider):
            return
        try:
            if self.error is None:
                await session.commit()
                passed("run_committed")
                self.record = await self._record(session, spider, reason)
                await session.save_record(self.record)
                passed("record_saved")
        except SteppewireError as error:
            self.error = error
            logger.error("%s; what was fetched is kept, and the next run brings it in", error)
        finally:
            await session.close()

    async def _record(self, session: CrawlSession, spider: NewsSpider, reason: str) -> RunRecord:
        rest = self._crawler.get_downloader_middleware(HostRest)
        if reason == "finished" and rest is not None and rest.left_alone:
            reason = FINISH_REASON  # of one host of several, too: its pages wait
        return RunRecord(
            run_id=session.run_id,
            site=spider.site,
            kind="crawl",
            started_at=self._started_at,
            finished_at=dt.datetime.now(dt.UTC),
            finish_reason=reason,
            outcomes=dict(session.counts.outcomes),
            reasons=dict(session.counts.reasons),
            revisits=dict(session.counts.revisits),
            sources=spider.readings,
            queued=session.queued,
            pending=await session.pending(),
            batches=session.counts.batches,
            fetch_seconds=self._fetches.seconds(),
            requests=dict(self._fetches.requests),
            refusals=dict(self._fetches.refusals),
            estimate=spider.estimate,
        )
