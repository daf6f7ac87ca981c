"""`NewsSpider`: the one base of all sites. A site is a subclass with about ten attributes and no methods.

A run reads the site's sources (feeds, sitemaps, section pages), queues in the ledger what is new there, and
fetches what the ledger has queued, older rests included. Each address that is asked for becomes one item.
"""

import dataclasses
import datetime as dt
import functools
import logging
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from http import HTTPStatus
from typing import Any, ClassVar, Literal

from scrapy import Request, signals
from scrapy.http import Response
from twisted.python.failure import Failure as TwistedFailure

from crawlers.arguments import Arguments, parse_arguments
from crawlers.backfill import COUNTED_SOURCES, seconds_a_request
from crawlers.conditional import condition_headers, is_ordinary, rules_digest, version_of
from crawlers.discovery.archives import check_patterns, is_dated
from crawlers.discovery.links import ANY_ADDRESS
from crawlers.middlewares.retry_after import HostResting
from crawlers.quota import HostQuota
from crawlers.site_rights import SiteRights
from crawlers.source_reader import SourceReader, headers_of, request_of
from crawlers.source_reader import error_of as _error
from crawlers.source_reader import header_of as _header
from crawlers.sources import Selection
from crawlers.unfetched import of_error, of_status
from pipelines.archive import split_content_type
from pipelines.article import ExtractionHints, Failed, NotModified, Page, Rejected
from pipelines.errors import UsageError
from pipelines.extract.zones import zone
from pipelines.item_pipelines import FetchedPage
from pipelines.ledger.revisits import SCHEDULE, Revisit
from pipelines.ledger.rows import Queued
from pipelines.report.estimate import Estimate
from pipelines.report.overview.words import span
from pipelines.session import CrawlSession
from pipelines.visit import Visit

logger = logging.getLogger(__name__)

REVISIT_SHARE = 0.5
"""The part of `crawl_within` in which a run asks for pages again. Requests that are on their way then (9:
`CONCURRENT_REQUESTS` and one) end within the other part at up to 100 s between two, so a site is not ended by
its round because of pages that may wait."""


class NewsSpider(SourceReader):
    """A news site. What a subclass declares; only the first block is required.

    What is no ClassVar is declared all the same: `anysite` alone finds it out and sets it on the instance.
    """

    publisher: str | None
    """Name of the publication, as its readers know it."""
    country: str | None
    """ISO 3166-1 alpha-2 code."""
    languages: tuple[str, ...]
    """ISO 639-1 codes of the languages that this edition is written in."""
    timezone: str | None
    """IANA name of the zone of the newsroom's city."""
    hosts: tuple[str, ...]
    """Hosts of this edition, without scheme; `www.` is implied. Another subdomain is another site. Editions
    may share a host, where `article_url` tells them apart."""
    article_url: str
    """Regular expression that the addresses of articles match and those of lists do not; `ANY_ADDRESS` where
    nobody knows it, for feeds and for lists with `links_css`."""
    evidence: ClassVar[tuple[str, ...]] = ()
    """What the declaration rests on, newest first, each with its year: `"2026: a probe of the feed"`;
    `"undated: …"` where nobody knows the year."""
    status: ClassVar[Literal["declared", "modelled"]] = "declared"
    """`declared`: facts only. `modelled`: a page of its markup, written by hand, gives the record that it
    must give (`tests/sites`). What was seen to work live is in `crawlers/catalogue/checked.json`."""

    region: ClassVar[str | None] = None
    """City or region that the site writes for."""
    feed_urls: tuple[str, ...] = ()
    """RSS, Atom or RDF feeds."""
    sitemap_urls: tuple[str, ...] = ()
    """Sitemaps or sitemap indexes; by month or day: `sitemap-{month:%Y-%m}.xml`."""
    section_urls: tuple[str, ...] = ()
    """Lists of articles: pages, fragments of HTML, or JSON that holds fragments or addresses. Further pages
    are found by their links, or counted: `?page={n}` from 1, `?start={12n}` in steps of 12 from 0. Archives:
    `/{day:%Y/%m/%d}/`, `?date={day:%d.%m.%Y}`, `?y={month:%Y}&m={month:%-m}`."""
    links_css: str | None = None
    """The anchors of articles in these lists, where addresses do not tell them from others."""

    crawl_every: ClassVar[dt.timedelta] = dt.timedelta(hours=1)
    """How long after the start of its last run `scrapy crawlall --due` crawls the site again: a minute to 31
    days. An hour: a feed of 30 entries holds at least that long of the busiest sites."""
    crawl_within: ClassVar[dt.timedelta] = dt.timedelta(minutes=30)
    """How long a run of a round may take: a second to a day. It is then ended in good order, and the next
    one goes on from there; so an archive does not keep other sites waiting."""
    only_when_named: ClassVar[bool] = False
    """Is the site left out of rounds that do not name it?"""
    revisit_after: ClassVar[tuple[dt.timedelta, ...]] = SCHEDULE
    """When an article is visited again to see whether it changed, after its first fetch: up to 8 steps, from
    a second to 31 days; none for never. The first run after a step visits it, and a run that comes after
    several visits it once. Not visited again is what was published longer than the last step before."""

    title_css: ClassVar[str | None] = None
    """The headline, where the general rules miss it."""
    date_css: ClassVar[str | None] = None
    """The element with the date of publication."""
    text_css: ClassVar[str | None] = None
    """The element that holds the text."""
    author_css: ClassVar[str | None] = None
    """The elements with author names."""
    tags_css: ClassVar[str | None] = None
    """The elements with tags."""
    remove_css: ClassVar[tuple[str, ...]] = ()
    """Elements that are never text."""

    session: CrawlSession

    @classmethod
    def hints(cls) -> ExtractionHints:
        """What extraction is told of this site, as its class declares it."""
        return _hints_of(cls)

    @classmethod
    def read_arguments(cls, given: Mapping[str, str]) -> Arguments:
        """What a person asked of a run. Raises UsageError, as `parse_arguments` and `check_patterns`."""
        arguments = parse_arguments(given, cls.hosts)
        check_patterns(cls.feed_urls, cls.sitemap_urls, cls.section_urls)
        dated = any(map(is_dated, (*cls.sitemap_urls, *cls.section_urls)))
        if dated and arguments.backfill and arguments.since is None:
            raise UsageError(
                f"-a backfill=1: {cls.name} has archives by day or month: "
                "say how far back, as -a since=2020-01-01"
            )
        return arguments

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        super().__init__(name)
        self.arguments = self.read_arguments(arguments)
        self.estimate: Estimate | None = None
        """How long a backfill will take, as soon as that is known."""
        self._began = time.monotonic()
        self._take_up_declaration()

    def _take_up_declaration(self) -> None:
        """Make what the run goes by of what is declared."""
        self._rules = rules_digest(self.hosts, self.article_url, self.links_css)
        self.run_hints = _hints_of(self)
        """What extraction is told in this run."""
        self._selection = Selection(
            hosts=self.hosts,
            article_url=self.article_url,
            zone=zone(self.timezone) if self.timezone else dt.UTC,
            arguments=self.arguments,
            now=dt.datetime.now(dt.UTC),
        )

    @property
    def site(self) -> str:
        """The site's name in the dataset."""
        return self.name

    # What is asked for

    async def start(self) -> AsyncIterator[Request]:
        """Sources first, then whatever the ledger has queued, as long as sources may bring more."""
        if self.arguments.url:
            queued = await self.session.ask_for(self.arguments.url)
            if queued is not None:
                yield self._article_request(queued)
            return
        async for request in self._read_first() if self.arguments.backfill else self._source_requests():
            yield request
        asked = 0
        quota = HostQuota(self.settings.getint("NEWS_HOST_PAGES"))
        async for queued in self._in_order():
            if asked == self.arguments.limit:
                return
            if not quota.take(queued.url):
                continue
            asked += 1
            if self.crawler.engine.needs_backout():
                await self.crawler.signals.wait_for(signals.scheduler_empty)
            yield self._article_request(queued)

    async def _read_first(self) -> AsyncIterator[Request]:
        """The sources of a backfill. Goes on when they are read and told how long their pages will take."""
        declared = (*self.feed_urls, *self.sitemap_urls, *self.section_urls)
        pace = await seconds_a_request(self.crawler, declared)
        requests = [request async for request in self._source_requests()]
        logger.info(
            "backfill: %d sources are read first, at least %s at %g s each, and those that they name; "
            "%d were read by earlier runs",
            len(requests),
            span(len(requests) * pace),
            pace,
            self.walked_before,
        )
        for request in requests:
            yield request
        while len(self.readings) < COUNTED_SOURCES and await self._more_to_come():
            pass
        quota = self.settings.getint("NEWS_HOST_PAGES")
        self.estimate = Estimate.of(
            await self.session.pending(),
            self._open_sources,
            at_least=self._may_name_more,
            seconds_a_request=pace,
            pages_a_run=min(quota, self.arguments.limit or quota),
        )
        logger.info("backfill: %s", self.estimate.told())

    async def _in_order(self) -> AsyncIterator[Queued]:
        """What is queued, and behind it what is to be visited again, as long as there is time for it."""
        async for queued in self.session.queue(self._more_to_come):
            if queued.attempts or not self.arguments.failed:
                yield queued
        if self.arguments.failed or not is_ordinary(self.arguments):
            return
        again = await self.session.revisits(self.revisit_after)
        for number, revisit in enumerate(again):
            if time.monotonic() - self._began > REVISIT_SHARE * self.crawl_within.total_seconds():
                logger.info("%d visits on schedule wait for the next run", len(again) - number)
                return
            yield revisit

    def _article_request(self, queued: Queued) -> Request:
        if isinstance(queued, Revisit) and queued.version and not queued.version.may_be_asked(_now()):
            queued = dataclasses.replace(queued, version=None)
        return Request(
            queued.url,
            callback=self.parse_article,
            errback=self.article_failed,
            headers=condition_headers(queued.version if isinstance(queued, Revisit) else None),
            dont_filter=True,
            cb_kwargs={"queued": queued},
        )

    # Pages

    @functools.cached_property
    def _site_rights(self) -> SiteRights:
        return SiteRights(self.crawler)

    async def parse_article(self, response: Response, queued: Queued) -> AsyncIterator[FetchedPage | Request]:
        """Give the page of an address."""
        content_type, encoding = split_content_type(_header(response, "Content-Type"))
        version = version_of(response, self._rules, _now()) if self.revisit_after else None
        visit = self._visit(
            queued,
            final_url=response.url if response.url != queued.url else None,
            status=response.status,
            content_type=content_type,
            body_bytes=len(response.body),
            etag=version.etag if version else None,
            last_modified=version.last_modified if version else None,
        )
        page = Page(
            url=response.url,
            site=self.site,
            body=response.body,
            encoding=encoding,
            content_type=content_type,
            headers=headers_of(response),
            status=response.status,
            fetched_at=visit.fetched_at,
            feed_published=queued.feed_published,
            hints=self.run_hints,
            request=request_of(response),
        )
        if response.status == HTTPStatus.NOT_MODIFIED and isinstance(queued, Revisit) and queued.version:
            if response.url == queued.version.answered_at:
                unchanged = NotModified(self.site, queued.article_id)
                yield FetchedPage(visit, without_page=unchanged, answer=page)
            else:
                # Another address speaks now, of what was never read there.
                yield self._article_request(dataclasses.replace(queued, version=None))
            return
        if failed := of_status(response.status):
            yield FetchedPage(visit, without_page=failed)
            return
        stated = await self._site_rights.of(response.url)
        yield FetchedPage(visit, page=dataclasses.replace(page, site_rights=stated))

    def article_failed(self, failure: TwistedFailure) -> Iterator[FetchedPage]:
        """Give the reason why an address gave no page. One that was not asked for, because its host
        rests or the run ends, stays queued."""
        queued: Queued = failure.request.cb_kwargs["queued"]  # type: ignore[attr-defined]
        error = _error(failure)
        if isinstance(error, HostResting):
            return
        why: Rejected | Failed = of_error(error)
        yield FetchedPage(self._visit(queued), without_page=why)

    def _visit(self, queued: Queued, **facts: Any) -> Visit:
        return Visit(
            url=queued.url,
            source=queued.source,
            feed_published=queued.feed_published,
            attempts=queued.attempts + 1,
            fetched_at=_now(),
            run_id=self.session.run_id,
            **facts,
        )


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _hints_of(declared: NewsSpider | type[NewsSpider]) -> ExtractionHints:
    names = (field.name for field in dataclasses.fields(ExtractionHints))
    hints = ExtractionHints(**{name: getattr(declared, name) for name in names if hasattr(declared, name)})
    # It says nothing of a link on a page.
    return dataclasses.replace(hints, article_url=None) if hints.article_url == ANY_ADDRESS else hints
