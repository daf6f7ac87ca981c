"""`scrapy crawl anysite -a url=https://…`: a site that nobody declared, for which its file is found out."""

import datetime as dt
import logging
from collections.abc import AsyncIterator, Mapping

from scrapy import Request

from crawlers.arguments import Arguments, parse_arguments
from crawlers.conditional import Asked
from crawlers.declaration import declaration, declared_name
from crawlers.discovery.countries import country_of
from crawlers.lookout import Lookout, home_of
from crawlers.news_spider import NewsSpider
from crawlers.scout import Findings, Kept, Scout
from crawlers.sources import SECTION_PAGES
from pipelines.errors import UsageError
from pipelines.report.run_record import SourceReading
from pipelines.urls import host_of, site_from_host

logger = logging.getLogger(__name__)

_NO_ARTICLE = r"(?!)"
"""Matches nothing: the rule before one is found."""


def home_page(given: Mapping[str, str]) -> str:
    """The home page of the site that `-a url=` names, by any of its addresses. Raises UsageError."""
    text = given.get("url", "")
    if not text:
        raise UsageError("name the site: scrapy crawl anysite -a url=https://example.kz/")
    home = home_of(text)
    if home is None:
        raise UsageError(f"-a url={text}: not an http or https address")
    return home


class AnySite(NewsSpider):
    """A site by its address. `url` names the site, and its home page is where the crawl begins.

    The site's name in the dataset is made of its host: for most hosts the one that a declaration would have,
    so that one may follow later.
    """

    name = "anysite"
    only_when_named = True
    publisher = None
    country = None
    languages: tuple[str, ...] = ()
    timezone = None
    hosts: tuple[str, ...] = ()
    article_url = _NO_ARTICLE

    def __init__(self, name: str | None = None, **arguments: str) -> None:
        self._home = home_page(arguments)
        self._host = host_of(self._home) or ""
        self.hosts = (self._host,)
        if country := country_of(self._host):
            self.country, self.timezone = country.code, country.timezone
        super().__init__(name, **arguments)

    @classmethod
    def read_arguments(cls, given: Mapping[str, str]) -> Arguments:
        """As for declared sites, but for `url`, which names the site here. Raises UsageError."""
        home_page(given)
        return parse_arguments({name: text for name, text in given.items() if name != "url"}, ())

    @property
    def site(self) -> str:
        """The site's name in the dataset."""
        return site_from_host(self._host)

    @property
    def _to_the_end(self) -> bool:
        # Where there is a sitemap, it is the archive, and sections add what it misses.
        return self.arguments.backfill and not self.sitemap_urls

    async def start(self) -> AsyncIterator[Request]:
        """Look around, take in what was read by that, then go on as any site."""
        kept = await self._look_around()
        # Emptied as it goes: this coroutine lasts as long as the run, and a sitemap may have megabytes.
        while kept:
            source = kept.pop(0)
            self._open_sources += 1
            # Without a backfill, only sections are walked page by page, not a home page beside feeds.
            page = 1 if self.section_urls or source.kind != "section" else SECTION_PAGES
            asked = Asked(source.asked, source.kind, source.asked, page)
            async for request in self.parse_source(source.response, asked):
                yield request
        async for request in super().start():
            yield request

    @property
    def file(self) -> str:
        """Where a declaration of the site would be."""
        return f"crawlers/spiders/{declared_name(self.site, self.country)}.py"

    def declaration(self) -> str:
        """The file that would declare the site; empty where nothing was found."""
        if self.article_url == _NO_ARTICLE:
            return ""
        day = f"{dt.datetime.now(dt.UTC):%Y-%m-%d}"
        return declaration(
            declared_name(self.site, self.country),
            self._host.removeprefix("www."),
            self.run_hints,
            feeds=self.feed_urls,
            sitemaps=self.sitemap_urls,
            sections=self.section_urls,
            evidence=f"its sources gave articles to scrapy crawl anysite on {day}",
        )

    # Looking around

    async def _look_around(self) -> list[Kept]:
        """Find out what a declaration would say. Gives the sources that were read, to be taken in."""
        lookout = Lookout(self.crawler, self._home)
        scout = Scout(self._home, self.hosts, lookout.fetch, archive=self.arguments.backfill)
        found = await scout.survey(lookout.named_sitemaps)
        self._declare(found)
        self._asked_sources.update(kept.asked for kept in found.kept)
        self._asked_sources.update(kept.response.url for kept in found.kept)
        return found.kept if found.pattern else []

    def _declare(self, found: Findings) -> None:
        """Set what a declaration would say, and tell it."""
        self.feed_urls, self.sitemap_urls = tuple(found.feeds), tuple(found.sitemaps)
        self.section_urls = tuple(found.sections)
        if found.home:
            self.languages, self.publisher = found.home.languages, found.home.publisher
        if found.pattern:
            self.article_url = found.pattern.regex
        self._take_up_declaration()
        self._tell(found)

    def _tell(self, found: Findings) -> None:
        pattern = found.pattern
        for kept in found.kept if pattern is None else ():
            error = "no address in it looks like an article's"
            self._note(SourceReading(kept.response.url, kept.kind, error=error, result="foreign"))
        for missing in (*found.failed, *(found.missed if pattern is None else ())):
            self._note(missing)
        if pattern is None:
            return
        evidence = "feeds and news sitemaps name" if pattern.stated else "look like articles"
        logger.info("%s is crawled as site %s, which nobody declared", self._host, self.site)
        for kind, urls in (
            ("feeds", self.feed_urls),
            ("sitemaps", self.sitemap_urls),
            ("sections", self.section_urls),
        ):
            logger.info("%s: %s", kind, ", ".join(urls) or "none")
        logger.info(
            "articles: %s (fits %d of %d addresses that %s)",
            pattern.regex,
            pattern.fits,
            pattern.of,
            evidence,
        )
        logger.info(
            "time zone: %s; languages: %s",
            self.timezone or "unknown, days are those of UTC",
            ", ".join(self.languages) or "not stated",
        )
