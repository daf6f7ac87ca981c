"""Sitemaps and sitemap indexes (XML, text, gzip) -> links: https://www.sitemaps.org/protocol.html."""

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
    dropped: int = 0
    """Addresses not taken: of another host, glued together, of no host, or the document itself."""


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
    return Sitemap(found.links["url"], found.links["sitemap"], found.dropped)


class _Found:
    """What the entries say, taken or dropped."""

    def __init__(self, url: str, hosts: tuple[str, ...], now: dt.datetime) -> None:
        self.links: dict[str, list[Link]] = {"url": [], "sitemap": []}
        self.entries = 0
        self.dropped = 0
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
        glued = url is not None and "://" in url.partition("?")[0].partition("://")[2]
        if not url or not key or glued or key == self._own_key or not same_site(url, self._hosts):
            self.dropped += 1
        elif key not in self._keys:
            self._keys.add(key)
            link = Link(
                url,
                "sitemap",
                published=parse_instant(texts.get("published", ""), now=self._now),
                modified=parse_lastmod(texts.get("lastmod", ""), now=self._now),
                title=one_line(texts.get("title", "")),
            )
            self.links[kind].append(link)


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
