"""RSS (0.9x, 1.0, 2.0) and Atom (0.3, 1.0) -> links: feeds as they are found, not as they should be."""

import datetime as dt
from collections.abc import Mapping

from pipelines.extract.decode import decode
from pipelines.urls import normal_url, url_key

from .instants import parse_instant
from .links import Link, NotReadable, one_line
from .markup import Target, read_document

MAX_LINKS = 10_000
"""Links taken of one feed; the longest that are known have some hundreds."""

_ROOTS = frozenset({"rss", "rdf", "feed", "channel"})
_ITEMS = frozenset({"item", "entry"})
# Best first: the first that says a moment counts.
_PUBLISHED = ("pubdate", "published", "date", "issued", "created")
_MODIFIED = ("updated", "modified")
_TEXTS = frozenset({"link", "guid", "id", "title", *_PUBLISHED, *_MODIFIED})
# A title, link or date in these is not the article's.
_FOREIGN = ("http://search.yahoo.com/mrss", "http://www.itunes.com/", "http://www.w3.org/1999/xhtml")
_NESTED = frozenset({"source", "author", "image"})
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"


def parse_feed(body: bytes, url: str, encoding: str | None = None, *, now: dt.datetime) -> list[Link]:
    """The links of a feed in its order, each page once, at most `MAX_LINKS`.

    `url` is the address that the feed answered at, `encoding` the charset of its Content-Type header, `now`
    an aware moment: see `parse_instant`. A feed without items gives no links; one that is cut or broken gives
    the items before that place. Links to other hosts are kept: the caller says whether they are wanted.

    Raises NotReadable: no bytes, no XML, or another document than a feed.
    """
    text = decode(body, encoding).text.strip("\ufeff \t\r\n\0")
    if not text:
        raise NotReadable("empty", "empty")
    feed = _Feed(url, now)
    error_line = read_document(text, feed, roots=_ROOTS, wanted="a feed")
    if error_line is not None and not feed.links and not feed.ended:
        raise NotReadable(f"broken XML at line {error_line}", "broken")
    return feed.links


class _Item:
    """What was read of one item."""

    def __init__(self) -> None:
        self.link: str | None = None
        """The first link that can be fetched."""
        self.identifier: str | None = None
        """The first identifier that is an address."""
        self.texts: dict[str, str] = {}

    def moment(self, names: tuple[str, ...], now: dt.datetime) -> dt.datetime | None:
        """The first of the dates `names` that says a moment."""
        moments = (parse_instant(self.texts.get(name, ""), now=now) for name in names)
        return next(filter(None, moments), None)


class _Feed(Target):
    """Collects the links. An item counts when it is closed, or when the next one begins."""

    def __init__(self, url: str, now: dt.datetime) -> None:
        super().__init__()
        self.links: list[Link] = []
        self._now = now
        self._keys: set[str] = set()
        self._bases = [url]
        self._item: _Item | None = None
        self._heard: tuple[str, int] | None = None
        """Name and depth of the element whose text is being kept."""
        self._nested = 0
        """Depth of the element inside of an item that has titles and links of its own; 0 outside."""

    def opened(self, namespace: str, name: str, attributes: Mapping[str, str], /) -> None:
        """Of Target."""
        base = attributes.get(_XML_BASE)
        self._bases.append((base and normal_url(base, self._bases[-1])) or self._bases[-1])
        if name in _ITEMS:
            self._finish_item()
            self._item = _Item()
            self._item.identifier = normal_url(attributes.get(_RDF_ABOUT, ""))
        elif self._item is None or self._nested or namespace.startswith(_FOREIGN):
            pass
        elif name in _NESTED:
            self._nested = self.depth
        elif name in _TEXTS:
            self._finish_text()
            self._begin_text(self._item, name, attributes)

    def closed(self, name: str, /) -> None:
        """Of Target."""
        if self._heard and self._heard[1] == self.depth:
            self._finish_text()
        if self._nested == self.depth:
            self._nested = 0
        if name in _ITEMS:
            self._finish_item()
        self._bases.pop()

    def _begin_text(self, item: _Item, name: str, attributes: Mapping[str, str]) -> None:
        if name == "link" and "href" in attributes:
            if attributes.get("rel", "alternate").strip().lower().endswith("alternate"):
                self._add_link(item, attributes["href"])
        elif name != "guid" or _is_permalink(attributes):
            self._heard = (name, self.depth)
            self.listen()

    def _finish_text(self) -> None:
        if self._heard is None or self._item is None:
            return
        name, text = self._heard[0], self.heard().strip()
        self._heard = None
        if name == "link":
            self._add_link(self._item, text)
        elif name in ("guid", "id"):
            # Never joined to the feed's address: "12345" is an identifier too.
            self._item.identifier = self._item.identifier or normal_url(text)
        elif text:
            self._item.texts.setdefault(name, text)

    def _add_link(self, item: _Item, text: str) -> None:
        if text and item.link is None:
            item.link = normal_url(text, self._bases[-1])

    def _finish_item(self) -> None:
        self._finish_text()
        item, self._item, self._nested = self._item, None, 0
        url = item and (item.link or item.identifier)
        if not item or not url or url_key(url) in self._keys:
            return
        self._keys.add(url_key(url))
        published, modified = item.moment(_PUBLISHED, self._now), item.moment(_MODIFIED, self._now)
        title = one_line(item.texts.get("title", ""))
        self.links.append(Link(url, "feed", published=published, modified=modified, title=title))
        self.full = len(self.links) >= MAX_LINKS


def _is_permalink(attributes: Mapping[str, str]) -> bool:
    """Is a guid an address? It is unless it says that it is not."""
    return all(
        (name.lower(), value.strip().lower()) != ("ispermalink", "false")
        for name, value in attributes.items()
    )
