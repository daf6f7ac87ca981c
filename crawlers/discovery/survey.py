"""What the home page of a site that nobody declared says about it: feeds, languages, name, links, menu."""

import dataclasses
import re
from collections.abc import Iterable, Mapping
from typing import Literal
from urllib.parse import urlsplit

from pipelines.extract.decode import decode
from pipelines.urls import host_of, normal_url, same_site, url_key

from .links import NotReadable, one_line
from .markup import Target, read_html
from .sections import MAX_ANCHORS
from .url_patterns import LISTS

MAX_SECTIONS = 10
"""Sections read where there is neither feed nor sitemap; the menus of news sites have 6 to 15 entries."""
MAX_FEEDS = 3
"""Feeds taken of those that the page names: after the main one come comments and single sections."""

_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})
_FEED_PATH = re.compile(
    r"/(?:rss|feed|atom)(?:/|\.xml|/all\.(?:xml|rss))?$|/(?:news|all)\.rss$", re.IGNORECASE
)
_COMMENTS = re.compile(r"comment", re.IGNORECASE)
_MENU = re.compile(r"(?:^|[\s_-])(?:menu|nav|navbar|navigation|rubrics?)(?:$|[\s_-])", re.IGNORECASE)
_MENU_NEVER = frozenset({"html", "body", "main", "article"})
"""Elements whose class speaks of the whole page: `<body class="menu-open">`."""
_FILE = re.compile(r"\.(?!html?$|php$|aspx?$)[a-z0-9]{2,5}$", re.IGNORECASE)
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_][a-z0-9_-]{1,20})?", re.IGNORECASE)
_MEANT = {"kz": "kk", "ua": "uk"}
"""What is no code of a language, and which one sites mean by it: the country's instead."""
_NO_SECTIONS = frozenset(
    {
        "about",
        "account",
        "ads",
        "advert",
        "auth",
        "cart",
        "contact",
        "contacts",
        "feed",
        "help",
        "kontakty",
        "login",
        "o-nas",
        "policy",
        "privacy",
        "privacy-policy",
        "register",
        "reklama",
        "rss",
        "rules",
        "sitemap",
        "subscribe",
        "terms",
        "vacancies",
        *LISTS,
        *(f"{word}s" for word in LISTS),
    }
)
"""First or last segments of what a menu leads to and is no list of articles."""

_EDITION = re.compile(
    r"/(az|de|en|eng|fa|hy|ka|kg|kk|ky|kz|mn|oz|qaz|qz|ru|rus|tg|tj|tk|tm|tr|ua|uk|uz|uzb|zh)/?",
    re.IGNORECASE,
)
"""The path of the front page of an edition: codes of languages, and what sites write for them."""

_COUNTRIES = frozenset({"az", "kg", "kz", "mn", "tj", "tm", "tr", "ua", "uz"})
"""Those of them that lead to news on a country, unless the site is of that country."""

Place = Literal["menu", "footer", "body"]


@dataclasses.dataclass(frozen=True, slots=True)
class HomeLink:
    """An anchor to the same site."""

    url: str
    place: Place


@dataclasses.dataclass(frozen=True, slots=True)
class Home:
    """What a home page says. Addresses are normal, of the same site, in the order of the page, each once."""

    languages: tuple[str, ...]
    """ISO 639-1 codes: the page's own, then those of editions on the same host."""
    publisher: str | None
    """`og:site_name`."""
    feeds: tuple[str, ...]
    """What `<link rel=alternate>` names as feeds, without those of comments; at most `MAX_FEEDS`."""
    feed_anchors: tuple[str, ...]
    """Anchors to addresses that feeds usually have; at most `MAX_FEEDS`."""
    links: tuple[HomeLink, ...]
    editions: tuple[str, ...] = ()
    """Front pages of editions on this host, `https://paper.kz/kk/`; the page itself may be among them."""

    @property
    def menu(self) -> list[str]:
        """Where the menus and the footer lead: lists and plain pages."""
        return [link.url for link in self.links if link.place != "body"]

    @property
    def body(self) -> list[str]:
        """Where the rest of the page leads: articles, mostly."""
        return [link.url for link in self.links if link.place == "body"]

    def sections(self, article_url: str | None) -> list[str]:
        """The lists of articles that the menu leads to, at most `MAX_SECTIONS`.

        Without a menu, the page's links to a first-level address that is no article's.
        """
        menu = [link.url for link in self.links if link.place == "menu"]
        for urls in (menu, [url for url in self.body if urlsplit(url).path.strip("/").count("/") == 0]):
            if found := [url for url in urls if _may_be_section(url, article_url)]:
                return found[:MAX_SECTIONS]
        return []


def survey_home(body: bytes, url: str, encoding: str | None = None) -> Home:
    """Read the home page at `url`. `encoding` is the charset of the Content-Type header.

    Raises NotReadable: no bytes, or no HTML.
    """
    text = decode(body, encoding).text.strip("\ufeff \t\r\n\0")
    if not text:
        raise NotReadable("empty", "empty")
    feed_or_sitemap = text.startswith("<?xml") and "<html" not in text[:1000].lower()
    if "<" not in text or text[0] in "{[" or feed_or_sitemap:
        raise NotReadable("no HTML instead of a home page")
    page = _Page()
    read_html(text, page)
    hosts = (host_of(url) or "",)
    base = page.base and normal_url(page.base, url)
    if not base or not same_site(base, hosts):
        base = url
    alternates = [(link, normal_url(link["href"], base)) for link in page.alternates]
    own = [(link, address) for link, address in alternates if address and same_site(address, hosts)]
    links = _links(page.anchors, base, url)
    return Home(
        languages=_languages([*page.languages, *(link["hreflang"] for link, _ in own if "hreflang" in link)]),
        publisher=one_line(page.publisher),
        feeds=_first(
            address
            for link, address in own
            if link.get("type", "").partition(";")[0].strip().lower() in _FEED_TYPES
            and not _COMMENTS.search(address)
        ),
        feed_anchors=_first(link.url for link in links if _FEED_PATH.search(urlsplit(link.url).path)),
        links=tuple(links),
        editions=_editions(
            [*(address for _, address in own), *(link.url for link in links if _is_language(link.url))]
        ),
    )


def edition_of(url: str) -> str:
    """What an edition's addresses begin with: `/kk/` for its front page `https://paper.kz/kk`; else empty."""
    match = _EDITION.fullmatch(urlsplit(url).path)
    return f"/{match[1]}/" if match else ""


def _is_language(url: str) -> bool:
    """Is the front page that an anchor leads to that of a language, and not the section on a country?"""
    code = edition_of(url).strip("/").lower()
    return code not in _COUNTRIES or (host_of(url) or "").partition(":")[0].endswith(f".{code}")


def _editions(urls: Iterable[str]) -> tuple[str, ...]:
    fronts: dict[str, str] = {}
    for url in urls:
        if edition := edition_of(url):
            fronts.setdefault(edition, url)
    return tuple(fronts.values())


def _links(anchors: Iterable[tuple[str, Place]], base: str, url: str) -> list[HomeLink]:
    links: list[HomeLink] = []
    keys, hosts = {url_key(url)}, (host_of(url) or "",)
    for href, place in anchors:
        address = normal_url(href, base)
        if address and same_site(address, hosts) and (key := url_key(address)) not in keys:
            keys.add(key)
            links.append(HomeLink(address, place))
    return links


def _first(urls: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(urls))[:MAX_FEEDS]


def _languages(codes: Iterable[str]) -> tuple[str, ...]:
    matches = filter(None, (_LANGUAGE.fullmatch(code.strip()) for code in codes))
    found = (match[1].lower() for match in matches)
    return tuple(dict.fromkeys(_MEANT.get(code, code) for code in found))


def _may_be_section(url: str, article_url: str | None) -> bool:
    parts = urlsplit(url)
    segments = [segment.lower() for segment in parts.path.split("/") if segment]
    if parts.query or not 1 <= len(segments) <= 2 or _FILE.search(segments[-1]):
        return False
    if not _NO_SECTIONS.isdisjoint((segments[0], segments[-1].partition(".")[0])):
        return False
    return article_url is None or re.search(article_url, url) is None


class _Page(Target):
    """Collects what `Home` is made of."""

    max_elements = 100_000

    def __init__(self) -> None:
        super().__init__()
        self.base: str | None = None
        self.languages: list[str] = []
        self.publisher = ""
        self.alternates: list[dict[str, str]] = []
        self.anchors: list[tuple[str, Place]] = []
        self._place: Place = "body"
        self._place_at = 0
        """Depth of the menu or footer that is open; 0 outside."""

    def opened(self, _namespace: str, name: str, attributes: Mapping[str, str], /) -> None:
        """Of Target."""
        if not self._place_at:
            self._enter(name, attributes)
        href = attributes.get("href", "").strip()
        if name == "html":
            self.languages.append(attributes.get("lang") or attributes.get("xml:lang") or "")
        elif name == "base":
            self.base = self.base or href
        elif name == "meta":
            self._meta(attributes.get("property", "").strip().lower(), attributes.get("content", ""))
        elif name == "link" and href and "alternate" in attributes.get("rel", "").lower().split():
            self.alternates.append({**attributes, "href": href})
        elif name == "a" and href:
            self.anchors.append((href, self._place))
            self.full = len(self.anchors) >= MAX_ANCHORS

    def closed(self, _name: str, /) -> None:
        """Of Target."""
        if self._place_at == self.depth:
            self._place, self._place_at = "body", 0

    def _enter(self, name: str, attributes: Mapping[str, str]) -> None:
        classes = f"{attributes.get('class', '')} {attributes.get('id', '')}"
        if name == "footer":
            self._place, self._place_at = "footer", self.depth
        elif name == "nav" or (name not in _MENU_NEVER and _MENU.search(classes)):
            self._place, self._place_at = "menu", self.depth

    def _meta(self, name: str, content: str) -> None:
        if name == "og:site_name":
            self.publisher = self.publisher or content
        elif name == "og:locale":
            self.languages.append(content)
