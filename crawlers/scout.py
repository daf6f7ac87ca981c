"""What a site that nobody declared offers, asked for one request after another, and no more than is needed.

The home page comes first, then the feeds that it names, then the sitemaps that robots.txt names. Usual places
are tried only for what is still missing then: feeds until one is readable, sitemaps until one is. What a
place is, its content says: many sites answer 200 with a page of HTML to any address.
"""

import asyncio
import dataclasses
import datetime as dt
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

from scrapy.http import Response

from crawlers.discovery.feeds import parse_feed
from crawlers.discovery.links import Link, NotReadable
from crawlers.discovery.sitemaps import Sitemap, parse_sitemap
from crawlers.discovery.survey import Home, survey_home
from crawlers.discovery.url_patterns import MIN_STATED, Pattern, learn_pattern
from pipelines.archive import split_content_type
from pipelines.report.run_record import SourceReading
from pipelines.urls import normal_url, same_site

T = TypeVar("T")

MAX_GUESSES = 12
"""Usual places that are tried at one site."""
FEED_PLACES = ("/rss", "/feed/", "/rss.xml", "/news.rss", "/feed", "/atom.xml", "/rss/all.xml")
"""By how many of 212 sites of the region have their feed there, most first."""
SITEMAP_PLACES = ("/sitemap.xml", "/sitemap_index.xml", "/sitemap-news.xml", "/news-sitemap.xml")
MAX_SITEMAPS = 20
"""Sitemaps taken of robots.txt."""
MAX_SITEMAPS_READ = 3
"""Sitemaps read to learn the pattern, parts of an index not counted; the others are read as sources are."""
MAX_PARTS_READ = 2
"""Parts of sitemap indexes read to learn the pattern."""
MAX_SECTIONS_READ = 3
"""Sections read to learn the pattern, where the home page did not show it."""

_ARTICLES = ("news", "post", "article")
_NO_ARTICLES = ("category", "tag", "author", "page", "image", "photo", "video")


class NoAnswer(NotReadable):
    """The host did not answer, or wants to be left alone: nothing more is guessed."""


Fetch = Callable[[str, bool], Awaitable[Response]]
"""Address, and whether it is only guessed -> an answer with a status of 200 to 299. Raises NotReadable."""


@dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    """A source that was read, with its answer, so that nobody asks for it again."""

    kind: str
    asked: str
    response: Response


@dataclasses.dataclass(slots=True)
class Findings:
    """What was found."""

    home: Home | None = None
    feeds: list[str] = dataclasses.field(default_factory=list)
    sitemaps: list[str] = dataclasses.field(default_factory=list)
    sections: list[str] = dataclasses.field(default_factory=list)
    """Lists of articles; only where there is neither feed nor sitemap, or the archive is wanted."""
    pattern: Pattern | None = None
    """None: nothing that was read shows which addresses are articles."""
    kept: list[Kept] = dataclasses.field(default_factory=list)
    failed: list[SourceReading] = dataclasses.field(default_factory=list)
    """What the site itself names and could not be read."""
    missed: list[SourceReading] = dataclasses.field(default_factory=list)
    """Usual places where there was nothing."""


class Scout:
    """Looks around at one site. `archive`: sections are wanted in any case, for what else is missing."""

    def __init__(
        self, home_url: str, hosts: Sequence[str], fetch: Fetch, *, archive: bool = False, under: str = ""
    ) -> None:
        """`under` is the path that all addresses of the edition begin with (`/kk/`), where it has one."""
        self._home_url = home_url
        self._under = under
        self._hosts = tuple(hosts)
        self._fetch = fetch
        self._archive = archive
        self._found = Findings()
        self._tried: set[str] = set()
        self._guesses = 0
        self._answers = True
        self._stated: list[str] = []
        self._linked: list[str] = []
        self._parts_read = 0

    async def survey(self, named_sitemaps: Callable[[], Awaitable[list[str]]]) -> Findings:
        """Look around. `named_sitemaps` gives what robots.txt names."""
        found = self._found
        home = await self._read_page(self._home_url)
        found.home = home
        if self._answers:
            await self._find_feeds(home)
        if self._answers:
            await self._find_sitemaps(await named_sitemaps())
        self._learn()
        if home and (self._archive or found.pattern is None or not (found.feeds or found.sitemaps)):
            await self._find_sections(home)
        return found

    # The four kinds of sources

    async def _find_feeds(self, home: Home | None) -> None:
        for url in home.feeds if home else ():
            await self._read_feed(url)
        for url in (*(home.feed_anchors if home else ()), *self._places(FEED_PLACES)):
            if self._found.feeds:
                return
            await self._read_feed(url, guess=True)

    async def _find_sitemaps(self, named: Iterable[str]) -> None:
        urls = [url for url in (normal_url(line, self._home_url) for line in named) if url]
        own = list(dict.fromkeys(url for url in urls if same_site(url, self._hosts)))[:MAX_SITEMAPS]
        for number, url in enumerate(own):
            if self._found.sitemaps and (number >= MAX_SITEMAPS_READ or self._is_stated()):
                self._found.sitemaps.append(url)
            else:
                await self._read_sitemap(url)
        for url in self._places(SITEMAP_PLACES):
            if self._found.sitemaps:
                return
            await self._read_sitemap(url, guess=True)

    async def _find_sections(self, home: Home) -> None:
        pattern = self._found.pattern
        sections = home.sections(pattern.regex if pattern else None)
        for url in sections[:MAX_SECTIONS_READ]:
            if self._found.pattern is not None:
                break
            page = await self._read_page(url)
            if page is not None:
                self._linked += self._own(page.body)
                self._learn()
        if self._found.pattern is not None:
            # The first look was without the rule, which may show that some are articles.
            self._found.sections = [self._home_url, *home.sections(self._found.pattern.regex)]

    def _learn(self) -> None:
        home = self._found.home
        linked = [*self._linked, *self._own(home.body if home else ())]
        menu = self._own(home.menu if home else ())
        # Where the news stand in what looks like a menu, a second look at all links finds them.
        self._found.pattern = learn_pattern(self._stated, linked, menu) or learn_pattern((), [*linked, *menu])

    # One source

    async def _read_page(self, url: str) -> Home | None:
        return await self._read(url, "section", _page)

    async def _read_feed(self, url: str, *, guess: bool = False) -> None:
        links = await self._read(url, "feed", self._feed, guess=guess)
        if links:
            self._stated += links
            self._found.feeds.append(self._found.kept[-1].response.url)

    async def _read_sitemap(self, url: str, *, guess: bool = False) -> None:
        sitemap = await self._read(url, "sitemap", self._sitemap, guess=guess)
        if sitemap is None:
            return
        self._found.sitemaps.append(self._found.kept[-1].response.url)
        self._take(sitemap)
        for part in sorted(sitemap.children, key=promise, reverse=True):
            if self._parts_read >= MAX_PARTS_READ or self._is_stated():
                return
            self._parts_read += 1
            if found := await self._read(part.url, "sitemap", self._sitemap):
                self._take(found)

    def _take(self, sitemap: Sitemap) -> None:
        self._stated += self._own(link.url for link in sitemap.links if link.published)
        self._linked += self._own(link.url for link in sitemap.links if not link.published)

    async def _read(
        self, url: str, kind: str, parse: Callable[[Response], T], *, guess: bool = False
    ) -> T | None:
        """Ask for a source and read it; what it gives, or None with the reason noted."""
        if url in self._tried or not self._answers or (guess and self._guesses >= MAX_GUESSES):
            return None
        self._tried.add(url)
        self._guesses += guess
        try:
            response = await self._fetch(url, guess)
            self._tried.add(response.url)
            found = await asyncio.to_thread(parse, response)
        except NotReadable as error:
            self._answers = not isinstance(error, NoAnswer)
            reading = SourceReading(url, kind, error=str(error), result=error.result)
            (self._found.missed if guess else self._found.failed).append(reading)
            return None
        self._found.kept.append(Kept(kind, url, response))
        return found

    def _feed(self, response: Response) -> list[str]:
        """The addresses of this site in a feed. Raises NotReadable where there are none."""
        now = dt.datetime.now(dt.UTC)
        links = parse_feed(response.body, response.url, _encoding(response), now=now)
        own = self._own(link.url for link in links if same_site(link.url, self._hosts))
        if not own:
            raise NotReadable("no addresses of this site in the feed", "foreign")
        return own

    def _sitemap(self, response: Response) -> Sitemap:
        """A sitemap that names something. Raises NotReadable where it does not."""
        now = dt.datetime.now(dt.UTC)
        sitemap = parse_sitemap(response.body, response.url, now=now, hosts=self._hosts)
        if not sitemap.links and not sitemap.children:
            raise NotReadable("no addresses of this site in the sitemap", "foreign")
        return sitemap

    def _own(self, urls: Iterable[str]) -> list[str]:
        """The addresses that are of the edition."""
        return [url for url in urls if urlsplit(url).path.startswith(self._under)]

    def _is_stated(self) -> bool:
        """Do feeds and news sitemaps name enough to learn from?"""
        return len(self._stated) >= MIN_STATED

    def _places(self, paths: Iterable[str]) -> list[str]:
        return [urljoin(self._home_url, path) for path in paths]


def promise(part: Link) -> tuple[bool, bool, dt.datetime]:
    """How likely a part of a sitemap index holds new articles: sorts low to high."""
    name = part.url.rpartition("/")[2].lower()
    changed = part.modified or dt.datetime.min.replace(tzinfo=dt.UTC)
    is_other = any(word in name for word in _NO_ARTICLES)
    return not is_other, any(word in name for word in _ARTICLES), changed


def _page(response: Response) -> Home:
    return survey_home(response.body, response.url, _encoding(response))


def _encoding(response: Response) -> str | None:
    return split_content_type((response.headers.get("Content-Type") or b"").decode("latin-1"))[1]
