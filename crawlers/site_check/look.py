"""A look at one site: its declared sources, and three of the articles that they name, kept in no store."""

import asyncio
import dataclasses
import datetime as dt
import itertools
import time
from collections.abc import Sequence

from scrapy import Request
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawlers.discovery.archives import first_url, is_dated, named_period, period_of
from crawlers.discovery.feeds import parse_feed
from crawlers.discovery.links import Link, NotReadable
from crawlers.discovery.sitemaps import parse_sitemap
from crawlers.looking import LookingSpider
from crawlers.news_spider import NewsSpider
from crawlers.one_page import answered_page
from crawlers.saved_pages import SavedSource, SourceKind, save_source
from crawlers.scout import promise
from crawlers.source_reader import header_of
from crawlers.unfetched import of_error, of_status, source_result, source_result_of_status
from pipelines.archive import split_content_type
from pipelines.article import Article, Failed, Failure, Page, Reason, Rejected
from pipelines.extract.zones import zone
from pipelines.report.run_record import SourceResult
from pipelines.urls import url_key
from pipelines.workers import ExtractionPool

ARTICLES = 3
"""Article pages that are asked for: one shows that a site works, three that it is no accident."""

PARTS = 2
"""Parts of an index of sitemaps that are read: the first one of a month may be empty still."""

WITHIN = dt.timedelta(minutes=5)
"""How long a look may take, where the site does not declare less (`crawl_within`).
Five sources and three pages at 1 s take 10 s; at `Crawl-delay: 30`, 4.5 min."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SeenSource:
    """A declared source, or a part of a declared sitemap, as it answered."""

    kind: SourceKind
    url: str
    result: SourceResult = "read"
    error: str | None = None
    """Why it gave no address of an article, in words; None where it gave some."""
    why: Rejected | Failed | None = None
    """Why there was nothing to read; None where there was."""
    saved: SavedSource | None = None
    """What it gives; None where it could not be read."""
    body: bytes = b""
    parts: tuple["SeenSource", ...] = ()
    """The parts of an index of sitemaps that were read."""

    @property
    def bodies(self) -> list["SeenSource"]:
        """It and its parts, as far as they could be read."""
        return [source for source in (self, *self.parts) if source.saved]

    @property
    def links(self) -> dict[str, str | None]:
        """The addresses of articles that it names now, its parts included, each with its moment."""
        return {
            url: moment
            for source in self.bodies
            if source.saved
            for url, moment in source.saved.links.items()
        }


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SeenPage:
    """An article's page, and what came of it."""

    url: str
    result: Article | Rejected | Failed
    page: Page | None = None
    content_type: str = ""
    """The header."""


@dataclasses.dataclass(slots=True)
class Seen:
    """All that a look saw."""

    site: type[NewsSpider]
    at: dt.datetime
    """When it began; UTC, whole seconds."""
    sources: list[SeenSource] = dataclasses.field(default_factory=list)
    pages: list[SeenPage] = dataclasses.field(default_factory=list)
    found: int = 0
    """Different addresses of articles in all sources."""
    ended: str = ""
    """Why it ended before its end, in words; empty where it did not."""
    interrupted: bool = False
    """A person ended it: what it saw is no verdict."""


class _OutOfTime(Exception):
    """The look took too long."""


class _NoAnswer(Exception):
    """There is no answer to read; `why` says why."""

    def __init__(self, why: Rejected | Failed) -> None:
        super().__init__()
        self.why = why


class Look(LookingSpider):
    """Asks for sources and pages, one after the other: robots.txt, the guards and the delays are those of a
    crawl. `seen` takes what it sees: Scrapy makes the spider itself, and gives nothing back.
    """

    name = "look"

    def __init__(self, seen: Seen, pool: ExtractionPool, within: dt.timedelta) -> None:
        super().__init__()
        self.hosts = seen.site.hosts
        self._seen, self._pool, self._site = seen, pool, seen.site
        self._end = time.monotonic() + within.total_seconds()
        self._within = within
        self._done = False
        # As a crawl reckons it: the day of an archive is that of the newsroom.
        self._today = seen.at.astimezone(zone(seen.site.timezone or "UTC")).date()

    async def look(self) -> None:
        """Read the sources, then some articles."""
        try:
            await self._read_sources()
            await self._read_pages()
        except _OutOfTime:
            self._seen.ended = f"not done within {self._within.total_seconds():.0f} s"
        self._done = True

    def closed(self, reason: str) -> None:
        """Of Scrapy: note why it ended early."""
        if not self._done:
            self._seen.interrupted = reason == "shutdown"
            resting = reason == "host_resting"
            self._seen.ended = "its host asks to be left alone for now" if resting else f"ended: {reason}"

    # Sources

    async def _read_sources(self) -> None:
        site = self._site
        declared: tuple[tuple[SourceKind, Sequence[str]], ...] = (
            ("feed", site.feed_urls),
            ("sitemap", site.sitemap_urls),
            ("section", site.section_urls),
        )
        for kind, patterns in declared:
            for pattern in dict.fromkeys(patterns):
                self._seen.sources.append(await self._read_declared(kind, pattern))

    async def _read_declared(self, kind: SourceKind, pattern: str) -> SeenSource:
        """A declared source. Of an archive by day or month the current one, or the one before: as a crawl."""
        source = await self._read_source(kind, first_url(pattern, self._today))
        if is_dated(pattern) and not source.links and source.why is None:
            before = period_of(pattern, self._today).first - dt.timedelta(days=1)
            source = await self._read_source(kind, first_url(pattern, before))
        if source.saved and source.saved.parts and not source.links:
            source = await self._read_parts(source, source.saved.parts)
        return source

    async def _read_parts(self, index: SeenSource, wanted: Sequence[str]) -> SeenSource:
        """The index with the part that names articles, or with why no part did."""
        read: list[SeenSource] = []
        for url in await asyncio.to_thread(_likeliest, self._site, index, wanted):
            part = await self._read_source("sitemap", url)
            read.append(part)
            if part.links:
                return dataclasses.replace(index, parts=tuple(read), error=None, result="read")
        why = f"{len(read)} of its {len(wanted)} parts read; {read[-1].url}: {read[-1].error}"
        return dataclasses.replace(index, parts=tuple(read), error=why, result=read[-1].result)

    async def _read_source(self, kind: SourceKind, url: str) -> SeenSource:
        try:
            response = await self._ask(url)
        except _NoAnswer as no:
            result = source_result(no.why)
            return SeenSource(kind=kind, url=url, result=result, error=words(no.why), why=no.why)
        if not 200 <= response.status < 300:
            result = source_result_of_status(response.status)
            why = of_status(response.status)
            return SeenSource(kind=kind, url=url, result=result, error=f"HTTP {response.status}", why=why)
        # Parsing goes to a thread: other sites are looked at meanwhile.
        return await asyncio.to_thread(self._understood, kind, url, response)

    def _understood(self, kind: SourceKind, url: str, response: Response) -> SeenSource:
        header, now = header_of(response, "Content-Type"), dt.datetime.now(dt.UTC).replace(microsecond=0)
        try:
            saved = save_source(
                self._site, kind, url, response.body, file="", content_type=header or None, read_at=now
            )
            named = len(saved.links) or _named(self._site, kind, url, response.body, header, now)
        except NotReadable as error:
            return SeenSource(kind=kind, url=url, result=error.result, error=str(error))
        found = SeenSource(kind=kind, url=url, saved=saved, body=response.body)
        if saved.links:
            return found
        recent = " of the last 7 days" if kind == "sitemap" else ""
        why = f"{named} addresses, none of an article{recent}" if named else "no address of an article"
        return dataclasses.replace(found, result="foreign" if named else "no_links", error=why)

    # Pages

    async def _read_pages(self) -> None:
        links = _in_turn([source.links for source in self._seen.sources])
        self._seen.found = len(links)
        for url, published in links[:ARTICLES]:
            self._seen.pages.append(await self._read_page(url, published))

    async def _read_page(self, url: str, published: str | None) -> SeenPage:
        try:
            response = await self._ask(url)
        except _NoAnswer as no:
            return SeenPage(url=url, result=no.why)
        if failed := of_status(response.status):
            return SeenPage(url=url, result=failed)
        page = dataclasses.replace(
            answered_page(response, self._site.name, self._site.hints()),
            feed_published=dt.datetime.fromisoformat(published) if published else None,
        )
        result = await asyncio.wrap_future(self._pool.submit(page))
        return SeenPage(url=url, result=result, page=page, content_type=header_of(response, "Content-Type"))

    # One request

    async def _ask(self, url: str) -> Response:
        """An answer, whatever its status. Raises _NoAnswer, and _OutOfTime."""
        task = asyncio.ensure_future(
            self.crawler.engine.download_async(Request(url, callback=NO_CALLBACK, dont_filter=True))
        )
        # One that nobody waits for any more may end as it likes.
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        await asyncio.wait([task], timeout=max(0.0, self._end - time.monotonic()))
        if not task.done():
            raise _OutOfTime
        if error := task.exception():
            raise _NoAnswer(of_error(error))
        return task.result()


def words(why: Rejected | Failed) -> str:
    """Why there is no article, for a person."""
    if isinstance(why, Rejected):
        if why.reason == Reason.ROBOTS:
            return "robots.txt forbids it"
        return f"{why.reason}{why.detail and f' ({why.detail})'}"
    if why.failure == Failure.ROBOTS_UNREACHABLE:
        return why.detail.removeprefix("RobotsUnreachable: ")
    return why.detail or str(why.failure)


def _in_turn(lists: Sequence[dict[str, str | None]]) -> list[tuple[str, str | None]]:
    """The different links of all sources: the newest of each, then the next of each."""
    ordered = [sorted(links.items(), key=lambda link: link[1] or "", reverse=True) for links in lists]
    found = {
        url_key(link[0]): link for row in itertools.zip_longest(*ordered) for link in row if link is not None
    }
    return list(found.values())


def _likeliest(site: type[NewsSpider], index: SeenSource, wanted: Sequence[str]) -> list[str]:
    """The parts of an index that are read, the likeliest to name new articles first.

    By name, `lastmod` and the month that the name says; of several that are alike the first and the last: an
    index without dates goes from old to new, or back.
    """
    assert index.saved is not None  # noqa: S101 - it has parts
    read_at = dt.datetime.fromisoformat(index.saved.read_at)
    children = parse_sitemap(index.body, index.url, now=read_at, hosts=site.hosts).children
    likely = sorted((part for part in children if part.url in set(wanted)), key=_likely, reverse=True)
    alike = [part for part in likely if _likely(part) == _likely(likely[0])]
    order = dict.fromkeys(part.url for part in (likely[0], alike[-1], *likely))
    return list(order)[:PARTS]


def _likely(part: Link) -> tuple[bool, bool, dt.datetime, dt.date]:
    period = named_period(part.url)
    return *promise(part), period.last if period else dt.date.min


def _named(
    site: type[NewsSpider], kind: SourceKind, url: str, body: bytes, header: str, now: dt.datetime
) -> int:
    """How many addresses a source names of which none is an article's."""
    if kind == "feed":
        return len(parse_feed(body, url, split_content_type(header)[1], now=now))
    return len(parse_sitemap(body, url, now=now, hosts=site.hosts).links) if kind == "sitemap" else 0
