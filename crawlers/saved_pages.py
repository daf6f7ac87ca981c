"""Saved pages of a site, `tests/sites/<site>`: what it was asked for, what it answered, what must come of it.

    links.json          the saved sources, and the links that each must give
    feed.xml …          their bodies
    page.json           a page: its address, when it was fetched, and the fields that must come of it
    page.html           its body; further pages are page-2.json and page-2.html

Pure but for the files: `scrapy record` and `scrapy newsite` write them, `tests/test_sites.py` compares.
"""

import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any, Literal

from crawlers.arguments import Arguments
from crawlers.discovery.feeds import parse_feed
from crawlers.discovery.sections import parse_section
from crawlers.discovery.sitemaps import parse_sitemap
from crawlers.news_spider import NewsSpider
from crawlers.sources import Selection
from pipelines.archive import split_content_type
from pipelines.article import Article, Page
from pipelines.extract.zones import zone

SourceKind = Literal["feed", "sitemap", "section"]

PAGE_FIELDS = ("title", "published_local", "language", "script", "authors", "section", "tags", "lead", "text")
"""What is expected of a recorded page, as far as the record has it."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SavedSource:
    """A feed, a sitemap or a page of a section, and what it must give."""

    kind: SourceKind
    url: str
    """The address that answered."""
    file: str
    """Its body, beside `links.json`."""
    content_type: str | None = None
    """The header; None where there was none."""
    read_at: str
    """When it was read: ISO 8601 with offset."""
    links: dict[str, str | None]
    """The addresses that are to be queued, in order, each with its moment of publication (UTC) or null."""
    parts: list[str] = dataclasses.field(default_factory=list)
    """For an index of sitemaps: the parts that are to be read."""
    next_page: str | None = None
    """For a page of a section: the page that its links lead to."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SavedSources:
    """`links.json`."""

    modelled: bool
    """Written by hand on known facts, not saved from the site."""
    evidence: str
    """What the bodies rest on."""
    sources: list[SavedSource]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """`page.json`."""

    modelled: bool
    evidence: str
    url: str
    fetched_at: str
    content_type: str = "text/html"
    expected: dict[str, Any]
    """Fields of `Article`; `text` as a list of its lines."""


def read_sources(folder: Path) -> SavedSources:
    """What `links.json` in `folder` says. Raises OSError, ValueError or TypeError where it cannot be read."""
    raw = json.loads((folder / "links.json").read_text(encoding="utf-8"))
    return SavedSources(**{**raw, "sources": [SavedSource(**source) for source in raw["sources"]]})


def read_page(path: Path) -> SavedPage:
    """What a `page.json` says. Raises OSError, ValueError or TypeError where it cannot be read."""
    return SavedPage(**json.loads(path.read_text(encoding="utf-8")))


def to_json(saved: SavedSources | SavedPage) -> str:
    """The text of the file. Of sources, what says nothing is left out."""
    raw = dataclasses.asdict(saved)
    for source in raw.get("sources", ()):
        for name in ("content_type", "parts", "next_page"):
            if not source[name]:
                del source[name]
    return json.dumps(raw, ensure_ascii=False, indent=2) + "\n"


def save_source(
    site: type[NewsSpider],
    kind: SourceKind,
    url: str,
    body: bytes,
    *,
    file: str,
    content_type: str | None,
    read_at: dt.datetime,
) -> SavedSource:
    """A source with what the site's declaration takes of it now. `read_at` is aware.

    Raises NotReadable where it is no source of this kind.
    """
    _, encoding = split_content_type(content_type or "")
    selection = Selection(
        hosts=site.hosts,
        article_url=site.article_url,
        zone=zone(site.timezone) if site.timezone else dt.UTC,
        arguments=Arguments(),
        now=read_at,
    )
    parts: list[str] = []
    next_page = None
    if kind == "feed":
        found = selection.articles(parse_feed(body, url, encoding, now=read_at))
    elif kind == "sitemap":
        sitemap = parse_sitemap(body, url, now=read_at, hosts=site.hosts)
        found = selection.of_sitemap(sitemap.links, shared=sitemap.shared)
        parts = selection.children(sitemap.children, shared=sitemap.parts_shared)
    else:
        section = parse_section(
            body, url, article_url=site.article_url, encoding=encoding, links_css=site.links_css
        )
        found, next_page = selection.articles(section.links), section.next_page
    links = {link.url: link.published.isoformat() if link.published else None for link in found}
    return SavedSource(
        kind=kind,
        url=url,
        file=file,
        content_type=content_type,
        read_at=read_at.isoformat(),
        links=links,
        parts=parts,
        next_page=next_page,
    )


def page_of(site: type[NewsSpider], saved: SavedPage, body: bytes) -> Page:
    """The page as a crawl of the site would give it to extraction."""
    content_type, encoding = split_content_type(saved.content_type)
    return Page(
        url=saved.url,
        site=site.name,
        body=body,
        encoding=encoding,
        content_type=content_type,
        fetched_at=dt.datetime.fromisoformat(saved.fetched_at),
        hints=site.hints(),
    )


def field_of(article: Article, field: str) -> Any:
    """A field as it stands in `page.json`."""
    value = getattr(article, field)
    if field == "text":
        return value.split("\n")
    return list(value) if isinstance(value, tuple) else value
