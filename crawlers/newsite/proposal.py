"""What the file of a new site would say: made of what was found, and of what a person corrects. Pure."""

import dataclasses
import datetime as dt
import re
import zoneinfo
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import cast
from urllib.parse import urlsplit

from crawlers.arguments import Arguments
from crawlers.declaration import declaration, declared_name
from crawlers.discovery.countries import country_of, zone_of
from crawlers.discovery.feeds import parse_feed
from crawlers.discovery.links import NotReadable
from crawlers.discovery.sections import parse_section
from crawlers.discovery.sitemaps import parse_sitemap
from crawlers.discovery.survey import edition_of
from crawlers.news_spider import NewsSpider
from crawlers.scout import Findings, Kept
from crawlers.source_reader import header_of
from crawlers.sources import Selection
from pipelines.archive import split_content_type
from pipelines.errors import UsageError
from pipelines.ledger.rows import Candidate
from pipelines.urls import host_of, normal_url, same_site, site_from_host

MAX_PUBLISHER = 80
"""Characters of a publication's name that are taken; the names of this region's have up to 40."""

_NAME = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*_[a-z]{2}")
_ANY_HOST = "^https?://[^/]+"
"""What each rule of `learn_pattern` begins with."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a person says of the site; None for what is to be found out."""

    name: str | None = None
    publisher: str | None = None
    country: str | None = None
    timezone: str | None = None
    languages: tuple[str, ...] = ()

    @classmethod
    def read(
        cls,
        name: str | None,
        publisher: str | None,
        country: str | None,
        zone: str | None,
        language: str | None,
    ) -> "Wanted":
        """The options of the command. Raises UsageError, which names the option."""
        if name is not None and not _NAME.fullmatch(name):
            raise UsageError(f"--name {name}: write <site>_<country> in small letters, such as paper_kz")
        if country is not None and not re.fullmatch(r"[A-Za-z]{2}", country):
            raise UsageError(f"--country {country}: write the two letters of the country, such as KZ")
        if name and country and not name.endswith(f"_{country.lower()}"):
            raise UsageError(f"--name {name}: it does not end in the country, _{country.lower()}")
        if zone is not None:
            try:
                zoneinfo.ZoneInfo(zone)
            except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
                raise UsageError(f"--timezone {zone}: no such zone; write one such as Asia/Almaty") from None
        languages = tuple((language or "").replace(" ", "").lower().split(",")) if language else ()
        if wrong := [code for code in languages if not re.fullmatch(r"[a-z]{2}", code)]:
            raise UsageError(f"--language {wrong[0]}: write codes of two letters, such as kk or ru,kk")
        publisher = " ".join((publisher or "").split())[:MAX_PUBLISHER] or None
        if name and not country:
            country = name[-2:]
        code = country.upper() if country else None
        return cls(name=name, publisher=publisher, country=code, timezone=zone, languages=languages)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A site as it would be declared."""

    name: str
    host: str
    publisher: str
    country: str | None
    timezone: str | None
    languages: tuple[str, ...]
    article_url: str
    feeds: tuple[str, ...]
    sitemaps: tuple[str, ...]
    sections: tuple[str, ...]
    other_editions: tuple[str, ...]
    """Front pages of the host's other editions, whose addresses `article_url` leaves to them."""

    @property
    def lacks(self) -> list[str]:
        """The options that are to be given before the site can be declared."""
        told = {"--country": self.country, "--timezone": self.timezone, "--language": self.languages}
        return [option for option, value in told.items() if not value]

    def spider(self) -> type[NewsSpider]:
        """The site's class, as its file would make it."""
        attributes = {
            "name": self.name,
            "publisher": self.publisher,
            "country": self.country,
            "timezone": self.timezone,
            "languages": self.languages,
            "hosts": (self.host,),
            "article_url": self.article_url,
            "feed_urls": self.feeds,
            "sitemap_urls": self.sitemaps,
            "section_urls": self.sections,
        }
        return cast("type[NewsSpider]", type("Proposed", (NewsSpider,), attributes))

    def text(self, evidence: str) -> str:
        """The text of the site's file. `evidence` ends in the day."""
        return declaration(
            self.name,
            self.host,
            self.spider().hints(),
            feeds=self.feeds,
            sitemaps=self.sitemaps,
            sections=self.sections,
            evidence=evidence,
        )


def name_of(home: str, wanted: Wanted, languages: Sequence[str] = (), *, edition: bool = False) -> str:
    """The site's name: of its host and country; with its language, where another edition has the host."""
    if wanted.name:
        return wanted.name
    host = host_of(home) or ""
    found = country_of(host)
    code = (wanted.country or (found.code if found else None) or "xx").lower()
    site = site_from_host(host).removesuffix(f"_{code}")
    return declared_name(f"{site}_{languages[0]}" if edition and languages else site, code)


def propose(
    home: str, found: Findings, wanted: Wanted, now: dt.datetime, *, edition: bool = False
) -> Proposal | None:
    """What would be declared, before an article was read; None where no address looks like an article's.

    `edition` is true where another site has the host: the name then says the language.
    """
    if found.pattern is None:
        return None
    host = host_of(home) or ""
    domain = country_of(host)
    country = wanted.country or (domain.code if domain else None)
    timezone = wanted.timezone or (zone_of(country) if country else None)
    languages = wanted.languages or (found.home.languages[:1] if found.home else ())
    draft = Proposal(
        name=name_of(home, wanted, languages, edition=edition),
        host=host.removeprefix("www."),
        publisher=wanted.publisher
        or (found.home.publisher or "" if found.home else "")[:MAX_PUBLISHER].strip()
        or host.removeprefix("www."),
        country=country,
        timezone=timezone,
        languages=languages,
        article_url=found.pattern.regex,
        feeds=_normal(found.feeds, host),
        sitemaps=_normal(found.sitemaps, host),
        sections=(),
        other_editions=(),
    )
    draft = _of_one_edition(draft, home, found, now)
    lists = [url for url in _normal(found.sections, host) if not re.search(draft.article_url, url)]
    return dataclasses.replace(draft, sections=tuple(lists))


def with_languages(
    proposal: Proposal, home: str, wanted: Wanted, seen: Iterable[str], *, edition: bool
) -> Proposal:
    """The proposal, where articles were read: their languages are truer than what the page says of itself."""
    counted = [code for code, _ in Counter(code for code in seen if code != "und").most_common()]
    languages = wanted.languages or tuple(counted) or proposal.languages
    name = name_of(home, wanted, languages, edition=edition)
    return dataclasses.replace(proposal, languages=languages, name=name)


def candidates(proposal: Proposal, found: Findings, now: dt.datetime) -> list[str]:
    """The addresses of articles that the sources name, those that are dated and new first."""
    selection = Selection(
        hosts=(proposal.host,),
        article_url=proposal.article_url,
        zone=dt.UTC,
        arguments=Arguments(backfill=True),
        now=now,
    )
    named = [one for kept in found.kept for one in _named(kept, selection, now)]
    never = dt.datetime.min.replace(tzinfo=dt.UTC)
    named.sort(key=lambda one: one.published or one.modified or never, reverse=True)
    return list({one.key: one.url for one in reversed(named)}.values())[::-1]


def _named(kept: Kept, selection: Selection, now: dt.datetime) -> list[Candidate]:
    """The articles that a source names. It was read before, so it can be read."""
    response = kept.response
    _, encoding = split_content_type(header_of(response, "Content-Type"))
    try:
        if kept.kind == "feed":
            return selection.articles(parse_feed(response.body, response.url, encoding, now=now))
        if kept.kind == "sitemap":
            sitemap = parse_sitemap(response.body, response.url, now=now, hosts=selection.hosts)
            return selection.of_sitemap(sitemap.links, shared=sitemap.shared)
        links = parse_section(
            response.body, response.url, article_url=selection.article_url, encoding=encoding
        ).links
    except NotReadable:
        return []  # as a list it is none, such as a home page without a link
    return selection.articles(links)


def _of_one_edition(draft: Proposal, home: str, found: Findings, now: dt.datetime) -> Proposal:
    """Leave to the host's other editions what is theirs: most of what is named tells which one is meant."""
    fronts = {edition_of(url): url for url in (found.home.editions if found.home else ())}
    named = Counter(_edition_among(url, fronts) for url in candidates(draft, found, now))
    own = edition_of(home) or (named.most_common(1)[0][0] if named else "")
    others = {path: url for path, url in fronts.items() if path != own}
    if not others or not draft.article_url.startswith(_ANY_HOST):
        return draft
    words = "|".join(re.escape(path.strip("/")) for path in sorted(others))
    guard = f"(?={re.escape(own)})" if own else f"(?!/(?:{words})/)"
    regex = _ANY_HOST + guard + draft.article_url.removeprefix(_ANY_HOST)
    return dataclasses.replace(draft, article_url=regex, other_editions=tuple(others.values()))


def _edition_among(url: str, fronts: Iterable[str]) -> str:
    path = urlsplit(url).path
    return next((front for front in fronts if path.startswith(front)), "")


def _normal(urls: Iterable[str], host: str) -> tuple[str, ...]:
    normal = (normal_url(url) for url in urls)
    return tuple(dict.fromkeys(url for url in normal if url and same_site(url, (host,))))
