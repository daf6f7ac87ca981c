"""Sitemaps and sitemap indexes (XML, text, gzip) -> links: https://www.sitemaps.org/protocol.html."""

import collections
import dataclasses
import datetime as dt
import re
import zlib
from collections.abc import Iterable, Mapping

from pipelines.extract.decode import decode
from pipelines.urls import host_of, normal_url, same_site, url_key

from .instants import parse_instant, parse_lastmod
from .links import Link, NotReadable, one_line
from .markup import Target, read_document

MAX_LINKS = 50_000
"""Addresses taken of one document: the limit of the protocol."""
MAX_BYTES = 50 * 1024 * 1024
"""Size of a document after decompression: the limit of the protocol, 52,428,800 bytes."""

MAX_ENTRIES = 2 * MAX_LINKS
"""Entries looked at in one document, taken or not."""

MAX_LEVELS = 4
"""Sitemaps below each other that are read, the declared one counted. The protocol has two, and knows no index
of indexes; some sites have three."""

MIN_SHARED = 10
"""Pages with a `lastmod` from which it is judged whether they share one."""
SHARED = 0.9
"""Share of pages with one and the same `lastmod`, to the second, from which it is the moment at which the
document was made, and says nothing of the pages."""
MIN_SHARED_PARTS = 3
"""Parts of an index with a `lastmod` from which it says nothing, when all have the same."""
NEAR = dt.timedelta(seconds=60)
"""A `lastmod` further than this after the reading is a local time without its zone. One less than this before
or after it was made for the reading, where nearly all (`SHARED` of `MIN_SHARED` or more) are that near; a
single one is a page that was changed just now."""

_GZIP = b"\x1f\x8b"
_PIECE = 4096
"""Bytes given to zlib at once: what is lost where a file is damaged."""
_LINE = re.compile(r"[^\r\n]+")
_ROOTS = frozenset({"urlset", "sitemapindex"})
_ENTRIES = frozenset({"url", "sitemap"})
_TEXTS = {
    ("url", "loc"): "loc",
    ("url", "lastmod"): "lastmod",
    ("sitemap", "loc"): "loc",
    ("sitemap", "lastmod"): "lastmod",
    ("news", "publication_date"): "published",
    ("news", "title"): "title",
}
"""Parent and name of the elements that are read. The parent tells `loc` from `image:loc`."""


@dataclasses.dataclass(frozen=True, slots=True)
class Sitemap:
    """What one document says."""

    links: list[Link]
    """Pages, in its order, each once."""
    children: list[Link]
    """Other sitemaps, with `modified` where the index says it, so that old archives can be left out."""
    dropped: Mapping[str, int] = dataclasses.field(default_factory=dict)
    """Addresses not taken, by why: `foreign` (of another host), `glued` together, `broken` (none that can be
    fetched), or the document `itself`."""
    shared: bool = False
    """All pages, or nearly all, have one `lastmod`. It is kept in `modified`, as a bound: none is newer."""
    parts_shared: bool = False
    """All parts of an index have one `lastmod`."""
    early: int = 0
    """Pages whose `lastmod` lies after the reading, or was made for it; `modified` is None."""


def parse_sitemap(body: bytes, url: str, *, now: dt.datetime, hosts: Iterable[str] = ()) -> Sitemap:
    """What the document at `url` says, with at most `MAX_LINKS` pages and as many children.

    `now` is an aware moment: see `parse_instant`. `hosts` (`host` or `host:port`) are the site's own; without
    them, the host of `url` is. The protocol lets a sitemap speak for its own host only: an address of another
    one is dropped and counted, never repaired. A document that is cut or broken gives what stood before.

    Raises NotReadable: no bytes, an HTML page, other XML, text without addresses, broken gzip, more than
    `MAX_BYTES`.
    """
    if body.startswith(_GZIP):
        body = _gunzip(body)
    text = decode(body).text.strip("\ufeff \t\r\n\0")
    if not text:
        raise NotReadable("empty", "empty")
    found = _Found(url, tuple(hosts) or (host_of(url) or "",), now)
    if text.startswith("<"):
        target = _Document(found)
        error_line = read_document(text, target, roots=_ROOTS, wanted="a sitemap")
        if error_line is not None and not target.ended and not found.entries:
            raise NotReadable(f"broken XML at line {error_line}", "broken")
    else:
        for line in _LINE.finditer(text):
            if not found.entries and normal_url(line[0]) is None:
                raise NotReadable("neither XML nor addresses instead of a sitemap")
            found.add("url", {"loc": line[0]})
            if found.full:
                break
    return found.sitemap()


class _Found:
    """What the entries say, taken or dropped."""

    def __init__(self, url: str, hosts: tuple[str, ...], now: dt.datetime) -> None:
        self.links: dict[str, list[Link]] = {"url": [], "sitemap": []}
        self.entries = 0
        self._dropped: collections.Counter[str] = collections.Counter()
        self._early = 0
        self._hosts = hosts
        self._now = now
        self._own_key = url_key(url)
        self._keys: set[str] = set()

    @property
    def full(self) -> bool:
        """Is it enough?"""
        return self.entries >= MAX_ENTRIES or any(len(links) >= MAX_LINKS for links in self.links.values())

    def add(self, kind: str, texts: Mapping[str, str]) -> None:
        """One entry: `kind` is the name of its element."""
        self.entries += 1
        loc = texts.get("loc", "").strip()
        if not loc:
            return
        url = normal_url(loc)
        key = url and url_key(url)
        glued = loc.partition("?")[0].count("://") > 1
        if glued or not url or not key:
            self._dropped["glued" if glued else "broken"] += 1
        elif not same_site(url, self._hosts):
            self._dropped["foreign"] += 1
        elif key == self._own_key:
            self._dropped["itself"] += 1
        elif key not in self._keys:
            self._keys.add(key)
            modified = parse_lastmod(texts.get("lastmod", ""), now=self._now)
            if modified is not None and modified > self._now + NEAR:
                self._early += kind == "url"
                modified = None
            link = Link(
                url,
                "sitemap",
                published=parse_instant(texts.get("published", ""), now=self._now),
                modified=modified,
                title=one_line(texts.get("title", "")),
            )
            self.links[kind].append(link)

    def sitemap(self) -> Sitemap:
        """What was found, judged as a whole."""
        parts = self.links["sitemap"]
        pages, made = _without_made(self.links["url"], self._now)
        return Sitemap(
            pages,
            parts,
            dict(self._dropped),
            shared=_share_one(pages, MIN_SHARED, SHARED),
            parts_shared=_share_one(parts, MIN_SHARED_PARTS, 1.0),
            early=self._early + made,
        )


def _without_made(links: list[Link], now: dt.datetime) -> tuple[list[Link], int]:
    """The links, without `modified` where nearly all were made for this reading, and how many were."""
    dated = [link.modified for link in links if link.modified]
    near = sum(moment > now - NEAR for moment in dated)
    if near < MIN_SHARED or near < SHARED * len(dated):
        return links, 0
    is_near = [link.modified is not None and link.modified > now - NEAR for link in links]
    kept = [
        dataclasses.replace(link, modified=None) if made else link
        for link, made in zip(links, is_near, strict=True)
    ]
    return kept, near


def _share_one(links: Iterable[Link], least: int, share: float) -> bool:
    """Have so many of the dated links one and the same `modified`?"""
    moments = [link.modified for link in links if link.modified]
    if len(moments) < least:
        return False
    ((_, most),) = collections.Counter(moments).most_common(1)
    return most >= share * len(moments)


class _Document(Target):
    """Reads the entries of an XML sitemap."""

    def __init__(self, found: _Found) -> None:
        super().__init__()
        self._found = found
        self._open: list[str] = []
        self._entry: tuple[str, dict[str, str]] | None = None

    def opened(self, _namespace: str, name: str, _attributes: Mapping[str, str], /) -> None:
        """Of Target."""
        parent = self._open[-1] if self._open else ""
        self._open.append(name)
        if name in _ENTRIES:
            self._finish()
            self._entry = (name, {})
        elif (parent, name) in _TEXTS:
            self.listen()

    def closed(self, name: str, /) -> None:
        """Of Target."""
        self._open.pop()
        field = _TEXTS.get((self._open[-1], name)) if self._open else None
        if name in _ENTRIES:
            self._finish()
        elif field and self._entry:
            self._entry[1].setdefault(field, self.heard())

    def _finish(self) -> None:
        """The entry is closed, or the next one begins, which ends one that was closed wrongly."""
        if self._entry is not None:
            self._found.add(*self._entry)
            self._entry = None
            self.full = self._found.full


def _gunzip(body: bytes) -> bytes:
    """The decompressed body; what could be read where it is cut or broken.

    Raises NotReadable: nothing could be read, or more than `MAX_BYTES`.
    """
    text = bytearray()
    rest = memoryview(body)
    try:
        while rest[:2] == _GZIP:
            member = zlib.decompressobj(wbits=31)
            while rest and not member.eof:
                text += member.decompress(rest[:_PIECE], MAX_BYTES + 1 - len(text))
                if len(text) > MAX_BYTES:
                    raise NotReadable(f"more than {MAX_BYTES} bytes in gzip", "too_large")
                rest = rest[min(_PIECE, len(rest)) - len(member.unused_data) :]
    except zlib.error:
        if not text:
            raise NotReadable("broken gzip", "broken") from None
    return bytes(text)
