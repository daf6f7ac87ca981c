"""Reads the sources of a site: feeds, sitemaps and section pages -> addresses in the queue.

What is read, and in which order, is here; what a source says, in `crawlers/discovery`; which of it is wanted,
in `crawlers/sources.py`; when a source is asked "changed since?", in `crawlers/conditional.py`.
"""

import asyncio
import dataclasses
import datetime as dt
import logging
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Headers, Response
from twisted.python.failure import Failure as TwistedFailure

from crawlers.arguments import Arguments
from crawlers.asked import first_page, of_period, part_of
from crawlers.conditional import Asked, condition_headers, is_ordinary, version_of
from crawlers.discovery.archives import is_dated
from crawlers.discovery.charset import is_misdeclared
from crawlers.discovery.feeds import parse_feed
from crawlers.discovery.links import NotReadable
from crawlers.discovery.sections import Section, is_counted, page_number_url, parse_section
from crawlers.discovery.sitemaps import MAX_LEVELS, parse_sitemap
from crawlers.sources import SECTION_PAGES, STALE_PAGES, Selection
from crawlers.unfetched import of_error, source_result, source_result_of_status
from pipelines.archive import split_content_type
from pipelines.article import Rejected, SentRequest
from pipelines.ledger.rows import Candidate
from pipelines.ledger.source_memory import SourceVersion
from pipelines.ledger.walks import Walk
from pipelines.report.run_record import SourceReading, SourceResult
from pipelines.session import CrawlSession
from pipelines.urls import url_key

logger = logging.getLogger(__name__)

SOURCE_PRIORITY = 100
"""Sources are read before pages: they are few, and an early look shows the newest."""

MAX_SOURCES = 20_000
"""Sources that one run reads: a bound on sitemaps and pages that lead to ever more of them."""


class SourceReader(Spider):
    """The half of `NewsSpider` that reads sources."""

    hosts: tuple[str, ...]
    article_url: str
    feed_urls: tuple[str, ...]
    sitemap_urls: tuple[str, ...]
    section_urls: tuple[str, ...]
    links_css: str | None
    arguments: Arguments
    session: CrawlSession
    _selection: Selection
    _rules: str

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name)
        self.readings: list[SourceReading] = []
        """What the sources of this run gave."""
        self._open_sources = 0
        self._source_closed = asyncio.Event()
        self._asked_sources: set[str] = set()
        self.walked_before = 0
        """Sources that an earlier backfill has read."""

    @property
    def _to_the_end(self) -> bool:
        """Are sections walked to their last page, whatever is known already?"""
        return self.arguments.backfill

    @property
    def _may_name_more(self) -> bool:
        """Are there sources that are still to be read, or could not be?"""
        return (
            self._open_sources > 0
            or len(self._asked_sources) >= MAX_SOURCES
            or any(reading.error for reading in self.readings)
        )

    async def _more_to_come(self) -> bool:
        """Wait for a source to close, if one is open."""
        if self._open_sources == 0:
            return False
        self._source_closed.clear()
        await self._source_closed.wait()
        return True

    async def _source_requests(self) -> AsyncIterator[Request]:
        if self.arguments.failed:
            return
        declared = (("feed", self.feed_urls), ("sitemap", self.sitemap_urls), ("section", self.section_urls))
        for kind, patterns in declared:
            sources = (asked for pattern in patterns for asked in self._declared(kind, pattern))
            for request in await self._ask_sources(sources):
                yield request

    def _declared(self, kind: str, pattern: str) -> Iterator[Asked]:
        """What a declared address stands for in this run."""
        if not is_dated(pattern):
            yield first_page(kind, pattern)
            return
        for period in self._selection.periods(kind, pattern):
            yield of_period(kind, pattern, period)

    async def _ask_sources(self, sources: Iterable[Asked]) -> list[Request]:
        """Requests for those sources that this run has not asked for yet."""
        requests = []
        for asked in sources:
            if asked.url in self._asked_sources or len(self._asked_sources) >= MAX_SOURCES:
                continue
            self._asked_sources.add(asked.url)
            # Behind the first page of a section, only what changed is asked for anyway.
            if not asked.first_url and (asked.kind != "section" or asked.page == 1):
                if is_ordinary(self.arguments):
                    version = await self.session.version_of_source(asked.url, self._rules)
                    asked = dataclasses.replace(asked, version=version)
                elif self.arguments.backfill:
                    walk = await self._earlier_walk(asked)
                    if walk is not None and walk.is_done:
                        self.walked_before += 1
                        continue
                    asked = dataclasses.replace(asked, resume=walk)
            requests.append(self._source_request(asked))
        return requests

    async def _earlier_walk(self, asked: Asked) -> Walk | None:
        """How far an earlier backfill has read a source, where that still counts."""
        walk = await self.session.walk(asked.url)
        if walk is None or not walk.covers(self._rules, *self._bounds(asked)):
            return None
        # By the host's own clock: the moment is kept over runs.
        now = dt.datetime.now(dt.UTC)
        last_day = asked.period.last if asked.period else None
        holds = not walk.is_done or walk.holds(now, last_day=last_day, modified=asked.modified)
        return walk if holds else None

    async def _note_walk(self, asked: Asked, page_url: str | None = None) -> None:
        """All that a source names, or the pages of a list to `page_url`, is queued."""
        since, until = self._bounds(asked)
        now = dt.datetime.now(dt.UTC)
        await self.session.note_walk(
            Walk(
                url=asked.remembered_as,
                rules=self._rules,
                since=since,
                until=until,
                read_at=now,
                page=asked.page,
                page_url=page_url,
            )
        )

    def _bounds(self, asked: Asked) -> tuple[dt.date | None, dt.date | None]:
        """The days that are asked of a source: None for a bound that none of its days lies beyond."""
        since, until = self.arguments.since, self.arguments.until
        if asked.period and since and asked.period.first > since:
            since = None
        if asked.period and until and asked.period.last < until:
            until = None
        return since, until

    def _source_request(self, asked: Asked) -> Request:
        self._open_sources += 1
        return Request(
            asked.url,
            callback=self.parse_source,
            errback=self.source_failed,
            headers=condition_headers(asked.version),
            priority=SOURCE_PRIORITY,
            dont_filter=True,
            cb_kwargs={"asked": asked},
        )

    async def parse_source(self, response: Response, asked: Asked) -> AsyncIterator[Request]:
        """Read a source, queue what is new in it, and follow its parts."""
        try:
            if response.status == HTTPStatus.NOT_MODIFIED and asked.version is not None:
                if response.url == asked.version.answered_at:
                    await self.session.spare_source(asked.url)
                    self._note(SourceReading(response.url, asked.kind, result="unchanged"))
                else:
                    # Another address speaks now, of what was never read there.
                    yield self._source_request(dataclasses.replace(asked, version=None))
                return
            try:
                reading, requests = await self._read(response, asked)
            except NotReadable as error:
                text, result = str(error), error.result
                await self._give_up_source(asked)
                self._note(SourceReading(response.url, asked.kind, error=text, result=result))
            else:
                self._note(reading)
                for request in requests:
                    yield request
        finally:
            self._close_source()

    async def _read(self, response: Response, asked: Asked) -> tuple[SourceReading, list[Request]]:
        """What a source gave, and the requests for its parts. Raises NotReadable."""
        reading = SourceReading(response.url, asked.kind, result="no_links")
        found = 200 <= response.status < 300
        gone = response.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE) or (
            found and not response.body.strip()
        )
        # Pages that are counted end somewhere, and the archive of a day begins with its first article.
        begins = asked.period is not None and self._selection.is_current(asked.period)
        if asked.kind == "section" and gone and (asked.page > 1 or begins):
            return reading, await self._walk(Section([], None), asked, None, Counter())
        if not found:
            raise NotReadable(f"HTTP {response.status}", source_result_of_status(response.status))
        _, encoding = split_content_type(header_of(response, "Content-Type"))
        now = dt.datetime.now(dt.UTC)
        dropped: Counter[str] = Counter()
        version = version_of(response, self._rules, now)
        if asked.kind == "feed":
            # Parsing goes to a thread: a feed of 10,000 items must not hold up the other requests.
            links = await asyncio.to_thread(parse_feed, response.body, response.url, encoding, now=now)
            await self._take_in(asked, version, self._selection.articles(links, dropped))
            misdeclared = is_misdeclared(response.body, encoding)
            return _with_links(reading, len(links), dropped, misdeclared=misdeclared), []
        if asked.kind == "sitemap":
            sitemap = await asyncio.to_thread(
                parse_sitemap, response.body, response.url, now=now, hosts=self.hosts
            )
            dropped.update(sitemap.dropped)
            pages = self._selection.of_sitemap(sitemap.links, dropped, shared=sitemap.shared)
            # An index stays the same while its parts change; a moment that was too early to be believed is
            # to be looked at again.
            lasting = None if sitemap.children or sitemap.early else version
            await self._take_in(asked, lasting, pages)
            if self.arguments.backfill and not sitemap.children:
                await self._note_walk(asked)
            children = self._selection.parts(sitemap.children, dropped, shared=sitemap.parts_shared)
            if asked.page >= MAX_LEVELS and children:
                dropped["too_deep"] += len(children)
                children = []
            parts = (part_of(link, asked.page + 1, is_dated=not sitemap.parts_shared) for link in children)
            number = len(sitemap.links) + len(sitemap.children)
            return _with_links(reading, number, dropped), await self._ask_sources(parts)
        section = await asyncio.to_thread(
            parse_section,
            response.body,
            response.url,
            article_url=self.article_url,
            encoding=encoding,
            links_css=self.links_css,
        )
        requests = await self._walk(section, asked, version, dropped)
        misdeclared = is_misdeclared(response.body, encoding)
        return _with_links(reading, len(section.links), dropped, misdeclared=misdeclared), requests

    async def _walk(
        self, section: Section, asked: Asked, version: SourceVersion | None, dropped: Counter[str]
    ) -> list[Request]:
        """Take in a page of a section; the request for the next one.

        The addresses of all its pages are queued when the last one is read, at once. Were they queued page by
        page, a run that ends in between would leave a first page without anything new, and no later run would
        look behind it.
        """
        found = self._selection.articles(section.links, dropped)
        # What is pinned to each page, or repeated by the next one, is news once.
        news = await self.session.count_new([link for link in found if link.key not in asked.seen])
        asked = dataclasses.replace(asked, news=asked.news + news)
        seen = asked.seen.union(url_key(link.url) for link in section.links)
        repeats = len(seen) == len(asked.seen) or (
            self._to_the_end and self._selection.are_before(section.links)
        )
        stale = asked.stale + 1 if repeats else 0
        # Without a new address on it, what follows is known too; unless a backfill was cut off there.
        if self._to_the_end:
            go_on = bool(section.links) and stale < STALE_PAGES
        else:
            go_on = asked.page < SECTION_PAGES and news > 0
        first = asked.first if asked.page > 1 or asked.first_url else version
        walked = [*asked.above, *found]
        # A walk to the end looks at every page, and need not hold back what it finds.
        state: dict[str, Any] = {
            "above": () if self._to_the_end else walked,
            "seen": seen,
            "stale": stale,
            "first_url": asked.remembered_as,
            "first": first,
        }
        requests: list[Request] = []
        for following in (
            self._next_page(section, asked, news) if go_on else None,
            self._period_before(asked),
        ):
            if following and not requests and self._selection.passes(following.url, dropped):
                requests = await self._ask_sources([dataclasses.replace(following, **state)])
        if not requests or self._to_the_end:
            await self._take_in(asked, first, walked)
        if self._to_the_end and asked.resume is None:
            cut_off = bool(requests) or len(self._asked_sources) >= MAX_SOURCES
            await self._note_walk(asked, asked.url if cut_off else None)
        return requests

    def _next_page(self, section: Section, asked: Asked, news: int) -> Asked | None:
        """The page of a section after one that was asked for."""
        resume, is_list = asked.resume, is_counted(asked.pattern)
        if resume and resume.page_url and not news:
            # What came since then pushed the entries of that page further down, to it and behind it.
            pattern = asked.pattern if is_list else resume.page_url
            return dataclasses.replace(
                asked, url=resume.page_url, pattern=pattern, page=resume.page, version=None, resume=None
            )
        following = asked.pattern if is_list else section.next_page
        if not following:
            return None
        page = asked.page + 1
        url = page_number_url(following, page) if is_counted(following) else following
        if resume and resume.page <= page:
            resume = None
        return dataclasses.replace(asked, url=url, pattern=following, page=page, version=None, resume=resume)

    def _period_before(self, asked: Asked) -> Asked | None:
        """The list of the day or month before one that was asked for, where it is to be read as well."""
        if asked.period is None or self.arguments.backfill:
            return None
        period = self._selection.before(asked.dated, asked.period, asked.news)
        return None if period is None else of_period(asked.kind, asked.dated, period)

    async def _take_in(
        self, asked: Asked, version: SourceVersion | None, candidates: Sequence[Candidate]
    ) -> None:
        """Queue what a source names, and only then remember which version of it was read."""
        queued = await self.session.admit(candidates)
        if is_ordinary(self.arguments):
            await self.session.remember_source(asked.remembered_as, version, candidates, queued)

    async def _give_up_source(self, asked: Asked) -> None:
        await self.session.admit(asked.above)
        await self.session.remember_source(asked.remembered_as, None, (), 0)

    async def source_failed(self, failure: TwistedFailure) -> None:
        """Note a source that could not be fetched."""
        request = failure.request  # type: ignore[attr-defined]
        asked: Asked = request.cb_kwargs["asked"]
        why = of_error(error_of(failure))
        text = why.detail or (why.reason if isinstance(why, Rejected) else why.failure)
        self._note(SourceReading(asked.url, asked.kind, error=text, result=source_result(why)))
        try:
            await self._give_up_source(asked)
        finally:
            self._close_source()

    def _note(self, reading: SourceReading) -> None:
        self.readings.append(reading)
        if reading.error:
            logger.warning("%s %s could not be read: %s", reading.kind, reading.url, reading.error)

    def _close_source(self) -> None:
        self._open_sources -= 1
        self._source_closed.set()


def _with_links(
    reading: SourceReading, links: int, dropped: Mapping[str, int], *, misdeclared: bool = False
) -> SourceReading:
    result: SourceResult = "read" if links else "no_links"
    return dataclasses.replace(
        reading, links=links, result=result, dropped=dict(dropped), misdeclared=misdeclared
    )


def error_of(failure: TwistedFailure) -> BaseException:
    """What went wrong with a request."""
    return failure.value if failure.value is not None else RuntimeError("unknown")


def header_of(response: Response, name: str) -> str:
    """A header of an answer; empty where there is none."""
    return (response.headers.get(name) or b"").decode("latin-1")


def headers_of(response: Response) -> tuple[tuple[str, str], ...]:
    """All headers of an answer in the order of arrival, names in small letters."""
    return tuple((name.lower(), value) for name, value in _in_order(response.headers))


def request_of(response: Response) -> SentRequest | None:
    """The request that an answer is to, behind all redirects, with the headers as they were sent."""
    request = response.request
    return SentRequest(request.method, tuple(_in_order(request.headers))) if request is not None else None


def _in_order(headers: Headers) -> Iterator[tuple[str, str]]:
    for name, values in headers.items():
        for value in values:
            yield name.decode("latin-1"), value.decode("latin-1")
