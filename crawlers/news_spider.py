"""`NewsSpider`: the one base of all sites. A site is a subclass with about ten attributes and no methods.

A run reads the site's sources (feeds, sitemaps, section pages), queues in the ledger what is new there, and
fetches what the ledger has queued, older rests included. Each address that is asked for becomes one item.
"""

import asyncio
import dataclasses
import datetime as dt
import functools
import logging
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any, ClassVar

from scrapy import Request, Spider, signals
from scrapy.http import Response
from twisted.python.failure import Failure as TwistedFailure

from crawlers.arguments import Arguments, parse_arguments
from crawlers.discovery.feeds import parse_feed
from crawlers.discovery.links import NotReadable
from crawlers.discovery.sections import is_counted, page_number_url, parse_section
from crawlers.discovery.sitemaps import parse_sitemap
from crawlers.site_rights import SiteRights
from crawlers.sources import SECTION_PAGES, Selection
from crawlers.unfetched import of_error, of_status
from pipelines.archive import split_content_type
from pipelines.article import ExtractionHints, Failed, Page, Rejected
from pipelines.extract.zones import zone
from pipelines.item_pipelines import FetchedPage
from pipelines.ledger.rows import Candidate, Queued
from pipelines.report.run_record import SourceReading
from pipelines.session import CrawlSession
from pipelines.visit import Visit

logger = logging.getLogger(__name__)

SOURCE_PRIORITY = 100
"""Sources are read before pages: they are few, and an early look shows the newest."""

MAX_SOURCES = 20_000
"""Sources that one run reads: a bound on sitemaps and pages that lead to ever more of them."""


class NewsSpider(Spider):
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
    """Regular expression that the addresses of articles match and those of lists do not."""

    region: ClassVar[str | None] = None
    """City or region that the site writes for."""
    feed_urls: tuple[str, ...] = ()
    """RSS, Atom or RDF feeds."""
    sitemap_urls: tuple[str, ...] = ()
    """Sitemaps or sitemap indexes."""
    section_urls: tuple[str, ...] = ()
    """Lists of articles: pages, fragments of HTML, or JSON that holds fragments or addresses. Further pages
    are found by their links, or counted: `?page={n}` from 1, `?start={12n}` in steps of 12 from 0."""

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
        """What a person asked of a run. Raises UsageError, as `parse_arguments`."""
        return parse_arguments(given, cls.hosts)

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        super().__init__(name)
        self.arguments = self.read_arguments(arguments)
        self.readings: list[SourceReading] = []
        """What the sources of this run gave."""
        self._open_sources = 0
        self._source_closed = asyncio.Event()
        self._asked_sources: set[str] = set()
        self._take_up_declaration()

    def _take_up_declaration(self) -> None:
        """Make what the run goes by of what is declared."""
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

    @property
    def _to_the_end(self) -> bool:
        """Are sections walked to their last page, whatever is known already?"""
        return self.arguments.backfill

    # What is asked for

    async def start(self) -> AsyncIterator[Request]:
        """Sources first, then whatever the ledger has queued, as long as sources may bring more."""
        if self.arguments.url:
            queued = await self.session.ask_for(self.arguments.url)
            if queued is not None:
                yield self._article_request(queued)
            return
        for request in self._source_requests():
            yield request
        asked = 0
        async for queued in self.session.queue(self._more_to_come):
            if self.arguments.failed and not queued.attempts:
                continue
            if asked == self.arguments.limit:
                return
            asked += 1
            if self.crawler.engine.needs_backout():
                await self.crawler.signals.wait_for(signals.scheduler_empty)
            yield self._article_request(queued)

    async def _more_to_come(self) -> bool:
        """Wait for a source to close, if one is open."""
        if self._open_sources == 0:
            return False
        self._source_closed.clear()
        await self._source_closed.wait()
        return True

    def _source_requests(self) -> Iterator[Request]:
        if self.arguments.failed:
            return
        yield from self._ask_sources(self.feed_urls, "feed")
        yield from self._ask_sources(self.sitemap_urls, "sitemap")
        yield from self._ask_sources(self.section_urls, "section")

    def _ask_sources(
        self, urls: Iterable[str], kind: str, page: int = 1, above: Sequence[Candidate] = ()
    ) -> Iterator[Request]:
        """Requests for those sources that this run has not asked for yet."""
        for pattern in urls:
            url = page_number_url(pattern, page) if is_counted(pattern) else pattern
            if url in self._asked_sources or len(self._asked_sources) >= MAX_SOURCES:
                continue
            self._asked_sources.add(url)
            self._open_sources += 1
            yield Request(
                url,
                callback=self.parse_source,
                errback=self.source_failed,
                priority=SOURCE_PRIORITY,
                dont_filter=True,
                cb_kwargs={"kind": kind, "page": page, "pattern": pattern, "above": above},
            )

    def _article_request(self, queued: Queued) -> Request:
        return Request(
            queued.url,
            callback=self.parse_article,
            errback=self.article_failed,
            dont_filter=True,
            cb_kwargs={"queued": queued},
        )

    # Sources

    async def parse_source(
        self, response: Response, kind: str, page: int, pattern: str, above: Sequence[Candidate] = ()
    ) -> AsyncIterator[Request]:
        """Read a source, queue what is new in it, and follow its parts.

        `above` are the addresses of a section's pages before this one: they are queued when the last page is
        read, all at once. Were they queued page by page, a run that ends in between would leave a first page
        without anything new, and no later run would look behind it.
        """
        try:
            links, requests = await self._read(response, kind, page, pattern, above)
        except NotReadable as error:
            self._note(response.url, kind, error=str(error))
            await self.session.admit(above)
        else:
            self._note(response.url, kind, links=links)
            for request in requests:
                yield request
        finally:
            self._close_source()

    async def _read(
        self, response: Response, kind: str, page: int, pattern: str, above: Sequence[Candidate]
    ) -> tuple[int, list[Request]]:
        """Number of links in a source, and the requests for its parts. Raises NotReadable."""
        if page > 1 and (response.status == HTTPStatus.NOT_FOUND or not response.body.strip()):
            # Pages that are counted end somewhere.
            await self.session.admit(above)
            return 0, []
        if not 200 <= response.status < 300:
            raise NotReadable(f"HTTP {response.status}")
        _, encoding = split_content_type(_header(response, "Content-Type"))
        now = dt.datetime.now(dt.UTC)
        if kind == "feed":
            # Parsing goes to a thread: a feed of 10,000 items must not hold up the other requests.
            links = await asyncio.to_thread(parse_feed, response.body, response.url, encoding, now=now)
            await self.session.admit(self._selection.articles(links))
            return len(links), []
        if kind == "sitemap":
            sitemap = await asyncio.to_thread(
                parse_sitemap, response.body, response.url, now=now, hosts=self.hosts
            )
            await self.session.admit(self._selection.of_sitemap(sitemap.links))
            children = self._selection.children(sitemap.children)
            return len(sitemap.links) + len(sitemap.children), list(self._ask_sources(children, "sitemap"))
        section = await asyncio.to_thread(
            parse_section, response.body, response.url, article_url=self.article_url, encoding=encoding
        )
        found = self._selection.articles(section.links)
        # Without a new address on it, what follows is known too; unless a backfill was cut off there.
        go_on = section.links and (
            self._to_the_end or (page < SECTION_PAGES and await self.session.count_new(found))
        )
        following = pattern if is_counted(pattern) else section.next_page
        follow = [following] if following and go_on else []
        walked = [*above, *found]
        # A walk to the end looks at every page in each run.
        held = [] if self._to_the_end else walked
        requests = list(self._ask_sources(follow, "section", page + 1, held))
        if not requests or self._to_the_end:
            await self.session.admit(walked)
        return len(section.links), requests

    async def source_failed(self, failure: TwistedFailure) -> None:
        """Note a source that could not be fetched."""
        request = failure.request  # type: ignore[attr-defined]
        why = of_error(_error(failure))
        text = why.detail or (why.reason if isinstance(why, Rejected) else why.failure)
        self._note(request.url, request.cb_kwargs["kind"], error=text)
        try:
            await self.session.admit(request.cb_kwargs["above"])
        finally:
            self._close_source()

    def _note(self, url: str, kind: str, links: int = 0, error: str | None = None) -> None:
        self.readings.append(SourceReading(url, kind, links, error))
        if error:
            logger.warning("%s %s could not be read: %s", kind, url, error)

    def _close_source(self) -> None:
        self._open_sources -= 1
        self._source_closed.set()

    # Pages

    @functools.cached_property
    def _site_rights(self) -> SiteRights:
        return SiteRights(self.crawler)

    async def parse_article(self, response: Response, queued: Queued) -> AsyncIterator[FetchedPage]:
        """Give the page of an address."""
        content_type, encoding = split_content_type(_header(response, "Content-Type"))
        visit = self._visit(
            queued,
            final_url=response.url if response.url != queued.url else None,
            status=response.status,
            content_type=content_type,
            body_bytes=len(response.body),
        )
        if failed := of_status(response.status):
            yield FetchedPage(visit, without_page=failed)
            return
        page = Page(
            url=response.url,
            site=self.site,
            body=response.body,
            encoding=encoding,
            content_type=content_type,
            headers=_headers(response),
            status=response.status,
            fetched_at=visit.fetched_at,
            feed_published=queued.feed_published,
            hints=self.run_hints,
            site_rights=await self._site_rights.of(response.url),
        )
        yield FetchedPage(visit, page=page)

    def article_failed(self, failure: TwistedFailure) -> Iterator[FetchedPage]:
        """Give the reason why an address gave no page."""
        queued: Queued = failure.request.cb_kwargs["queued"]  # type: ignore[attr-defined]
        why: Rejected | Failed = of_error(_error(failure))
        yield FetchedPage(self._visit(queued), without_page=why)

    def _visit(self, queued: Queued, **facts: Any) -> Visit:
        return Visit(
            url=queued.url,
            source=queued.source,
            feed_published=queued.feed_published,
            attempts=queued.attempts + 1,
            fetched_at=dt.datetime.now(dt.UTC),
            run_id=self.session.run_id,
            **facts,
        )


def _hints_of(declared: NewsSpider | type[NewsSpider]) -> ExtractionHints:
    names = (field.name for field in dataclasses.fields(ExtractionHints))
    return ExtractionHints(**{name: getattr(declared, name) for name in names if hasattr(declared, name)})


def _error(failure: TwistedFailure) -> BaseException:
    return failure.value if failure.value is not None else RuntimeError("unknown")


def _header(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("latin-1")


def _headers(response: Response) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1").lower(), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
