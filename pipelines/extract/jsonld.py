"""The part of a page's JSON-LD that is about this page.

What sites write there is seldom quite JSON and seldom about one thing: trailing commas, raw line breaks,
`&quot;` for quotation marks, CDATA, several documents in one script; `@graph` with authors by reference, the
teasers of a list beside the article. A script that cannot be read at all still gives its plain
`"key": "value"` pairs.
"""

import dataclasses
import html
import json
import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from lxml.html import HtmlElement

from ..clean.characters import one_line
from ..urls import normal_url, url_key

Node: TypeAlias = dict[str, Any]

MAX_SCRIPT = 1_000_000
"""Characters of one script that are read; the longest on 555 pages has 30,000."""
MAX_SCRIPTS = 40
"""Scripts of a page that are read; the most on 555 pages are 31."""
MAX_NODES = 5_000
"""Objects of a page that are looked at."""
MAX_CRUMBS = 20
"""Steps from the front page that are read; sites have two to four."""

ARTICLE_TYPES = frozenset(
    {
        "AdvertiserContentArticle",
        "AnalysisNewsArticle",
        "Article",
        "AskPublicNewsArticle",
        "BackgroundNewsArticle",
        "BlogPosting",
        "LiveBlogPosting",
        "NewsArticle",
        "OpinionNewsArticle",
        "Report",
        "ReportageNewsArticle",
        "ReviewNewsArticle",
        "SatiricalArticle",
        "ScholarlyArticle",
        "SocialMediaPosting",
        "TechArticle",
    }
)
"""schema.org's Article and the types below it that a page of text can be."""
LIST_TYPES = frozenset({"CollectionPage", "SearchResultsPage", "ItemList"})
_ORGANIZATIONS = ("Organization", "NewsMediaOrganization", "Corporation", "NewsAgency")

_ASIDE_KEYS = (
    "itemListElement hasPart isPartOf mentions comment review citation isBasedOn about relatedLink "
    "significantLink liveBlogUpdate video image thumbnail publisher author creator breadcrumb"
)
_ASIDE = frozenset(_ASIDE_KEYS.split())
"""Keys that lead away from what the page is about."""
_CREDITS = ("creditText", "copyrightHolder", "author", "creator")
_OPENING = re.compile(r"(?://|/\*)?\s{0,9}<!(?:\[CDATA\[|--)(?:\s{0,9}\*/)?")
_CLOSINGS = ("/*]]>*/", "//]]>", "]]>", "//-->", "-->")
_TRAILING_COMMA = re.compile(r",(?=\s{0,1000}[}\]])")
_PAIR = re.compile(
    r'"(headline|datePublished|dateModified|articleSection|isAccessibleForFree)"\s*+:\s*+"((?:[^"\\\n]|\\.)*+)"'
)
_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"<(?:/?p|/?div|/?li|/?h[1-6]|br)\b[^<>]*>", re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class Author:
    """A name, and whether the page calls it an organization."""

    name: str
    is_organization: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Crumb:
    """A step on the way from the front page, and where it leads; the address as it stands there."""

    name: str
    url: str | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LinkedData:
    """What the JSON-LD says of this page; strings are clean lines, dates are as they stand there."""

    types: frozenset[str] = frozenset()
    """All types of the page's main objects, without `http://schema.org/`."""
    headline: str | None = None
    description: str | None = None
    published: str | None = None
    modified: str | None = None
    authors: tuple[Author, ...] = ()
    publisher: str | None = None
    agency: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    crumbs: tuple[Crumb, ...] = ()
    """The page's way from the front page (`BreadcrumbList`)."""
    image: str | None = None
    image_caption: str | None = None
    image_credit: str | None = None
    """`creditText`, else the copyright holder or author of the image."""
    logo: str | None = None
    """The publisher's logo."""
    free: bool | None = None
    """`isAccessibleForFree`."""
    body: str | None = None
    """`articleBody`, as it stands there."""

    @property
    def text(self) -> tuple[str, ...]:
        """`articleBody` as clean lines; none where the page says that its text has to be paid for."""
        if self.body is None or self.free is False:
            return ()
        text = _TAG.sub("", _BREAK.sub("\n", html.unescape(self.body)))
        return tuple(line for part in text.splitlines() if (line := one_line(part)))

    @property
    def is_article(self) -> bool:
        """Does the page call itself an article?"""
        return not self.types.isdisjoint(ARTICLE_TYPES)


def linked_data(root: HtmlElement, url: str) -> LinkedData:
    """What the JSON-LD of the page at `url` says of it. Never raises.

    Of several articles: the one whose address is `url`, else the first with a headline and a date, else the
    first. Dates and authors that it lacks are taken from the page object (`WebPage`).
    """
    nodes: list[Node] = []
    pairs: dict[str, str] = {}
    scripts = [script for script in root.iter("script") if "ld+json" in script.get("type", "").lower()]
    for script in scripts[:MAX_SCRIPTS]:
        text = (script.text or "")[:MAX_SCRIPT]
        documents = _read(text)
        if documents is None:
            for key, value in _PAIR.findall(text):
                pairs.setdefault(key, value)
            continue
        nodes += documents
    main = list(_main_nodes(nodes))
    references = {node["@id"]: node for node in main if isinstance(node.get("@id"), str) and len(node) > 1}
    types = frozenset(kind for node in main for kind in _types(node))
    articles = [node for node in main if not ARTICLE_TYPES.isdisjoint(_types(node))]
    article = _about(articles, url) or dict[str, Any](pairs)
    page: Node = next((node for node in main if "WebPage" in _types(node)), {})
    lists = (part for node in main for part in (node, node.get("breadcrumb")) if isinstance(part, dict))
    crumbs = (_crumbs(node, references) for node in lists if "BreadcrumbList" in _types(node))
    return dataclasses.replace(
        _linked(article, page, types, references), crumbs=max(crumbs, key=len, default=())
    )


def _read(text: str) -> list[Node] | None:
    """The objects of a script, mended where that is easy; None if nothing can be read."""
    bare = text.strip()
    if opening := _OPENING.match(bare):
        bare = bare[opening.end() :]
        bare = bare.removesuffix(next((end for end in _CLOSINGS if bare.endswith(end)), "")).strip()
    for mended in (bare, _TRAILING_COMMA.sub("", bare), _TRAILING_COMMA.sub("", html.unescape(bare))):
        found = _documents(mended)
        if found is not None:
            return found
    return None


def _documents(text: str) -> list[Node] | None:
    decoder = json.JSONDecoder(strict=False)
    found: list[Node] = []
    at = 0
    try:
        while at < len(text):
            value, at = decoder.raw_decode(text, at)
            found += [
                item for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict)
            ]
            while at < len(text) and text[at] in " \t\r\n,;":
                at += 1
    except (ValueError, RecursionError):
        return None
    return found


def _main_nodes(documents: list[Node]) -> Iterator[Node]:
    """The objects that a page is about, breadth first: not those behind keys of `_ASIDE`."""
    queue = list(documents)
    for node in queue:  # grows while it is walked
        yield node
        for key, value in node.items():
            if key not in _ASIDE and len(queue) < MAX_NODES:
                queue += [
                    item for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict)
                ]


def _types(node: Node) -> set[str]:
    kinds = node.get("@type")
    return {
        kind.rsplit("/", 1)[-1].rsplit(":", 1)[-1]
        for kind in (kinds if isinstance(kinds, list) else [kinds])
        if isinstance(kind, str)
    }


def _about(articles: list[Node], url: str) -> Node | None:
    key = url_key(url)
    for node in articles:
        page = node.get("mainEntityOfPage")
        addresses = (
            node.get("url"),
            node.get("@id"),
            page,
            page.get("@id") if isinstance(page, dict) else None,
        )
        if any(isinstance(address, str) and _same_page(address, url, key) for address in addresses):
            return node
    full = (node for node in articles if node.get("headline") and node.get("datePublished"))
    return next(full, None) or next(iter(articles), None)


def _same_page(address: str, url: str, key: str) -> bool:
    normal = normal_url(address, url)
    return normal is not None and address.strip() not in ("", "#") and url_key(normal) == key


def _linked(article: Node, page: Node, types: frozenset[str], references: dict[str, Node]) -> LinkedData:
    authors = _authors(article.get("author"), references) or _authors(page.get("author"), references)
    image = _image_node(article.get("image"), references)
    publisher = _resolved(article.get("publisher"), references)
    return LinkedData(
        types=types,
        headline=_line(article.get("headline")) or (_line(article.get("name")) if types else None),
        description=_line(article.get("description")),
        published=_line(article.get("datePublished")) or _line(page.get("datePublished")),
        modified=_line(article.get("dateModified")) or _line(page.get("dateModified")),
        authors=authors,
        publisher=_name(article.get("publisher"), references),
        agency=_name(article.get("sourceOrganization"), references),
        section=_line(article.get("articleSection")),
        keywords=_keywords(article.get("keywords")),
        image=_address(article.get("image")),
        image_caption=next(filter(None, (_line(image.get(key)) for key in ("caption", "description"))), None),
        image_credit=next(filter(None, (_name(image.get(key), references) for key in _CREDITS)), None),
        logo=_address(publisher.get("logo")) if isinstance(publisher, dict) else None,
        free=_flag(article.get("isAccessibleForFree")),
        body=article["articleBody"] if isinstance(article.get("articleBody"), str) else None,
    )


def _image_node(value: Any, references: dict[str, Node]) -> Node:
    """The object that describes the image; empty where there is only its address."""
    node = _resolved(value[0] if isinstance(value, list) and value else value, references)
    return node if isinstance(node, dict) else {}


def _crumbs(node: Node, references: dict[str, Node]) -> tuple[Crumb, ...]:
    """The steps of a list in their order: `item` is an object with a name, or an address beside the name."""
    steps = node.get("itemListElement")
    found: list[tuple[float, Crumb]] = []
    for step in (steps if isinstance(steps, list) else [steps])[:MAX_CRUMBS]:
        if not isinstance(step, dict):
            continue
        item = _resolved(step.get("item"), references)
        inner = item if isinstance(item, dict) else {}
        name = _line(step.get("name")) or _line(inner.get("name"))
        position = str(step.get("position"))
        if name:
            order = (
                int(position)
                if position.isascii() and position.isdigit() and len(position) < 4
                else len(found)
            )
            found.append((order, Crumb(name, item if isinstance(item, str) else _address(inner))))
    return tuple(crumb for _, crumb in sorted(found, key=lambda one: one[0]))


def _line(value: Any) -> str | None:
    """The first string of a value, without markup and entities."""
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, str)), None)
    if isinstance(value, dict):
        value = value.get("@value")
    if not isinstance(value, str):
        return None
    # Twice: content systems escape what is escaped already ("&amp;quot;").
    text = _TAG.sub("", html.unescape(html.unescape(value[:10_000])))
    return one_line(text) or None


def _resolved(value: Any, references: dict[str, Node]) -> Any:
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return references.get(value["@id"], value)
    return value


def _name(value: Any, references: dict[str, Node]) -> str | None:
    value = _resolved(value[0] if isinstance(value, list) and value else value, references)
    return _line(value.get("name")) if isinstance(value, dict) else _line(value)


def _authors(value: Any, references: dict[str, Node]) -> tuple[Author, ...]:
    authors: list[Author] = []
    for item in (value if isinstance(value, list) else [value])[:20]:
        node = _resolved(item, references)
        kinds = _types(node) if isinstance(node, dict) else set()
        names = node.get("name") if isinstance(node, dict) else node
        lines = (_line(name) for name in (names if isinstance(names, list) else [names])[:20])
        authors += [Author(line, not kinds.isdisjoint(_ORGANIZATIONS)) for line in lines if line]
    return tuple(authors)


def _keywords(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.split(",")
    items = value if isinstance(value, list) else []
    lines = (_line(item.get("name") if isinstance(item, dict) else item) for item in items[:100])
    return tuple(line for line in lines if line)


def _address(value: Any) -> str | None:
    for _ in range(4):  # a list of objects with a list of addresses is the deepest seen
        if isinstance(value, list):
            value = value[0] if value else None
        if isinstance(value, dict):
            value = value.get("url") or value.get("contentUrl") or value.get("@id")
    return value if isinstance(value, str) else None


def _flag(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value.strip().lower()) if isinstance(value, str) else None
