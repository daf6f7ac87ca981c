"""The feeds, sitemaps and sections of the site, most of them hostile."""

import gzip
from collections.abc import Sequence

from tests.hostile_site.wire import Wire, endless, head, page, raw

XML = "application/xml"

FEEDS = (
    "/feed", "/feed-laughs", "/feed-html", "/feed-cut", "/feed-empty", "/feed-bomb", "/feed-binary",
    "/feed-slow", "/feed-endless", "/feed-many", "/feed-charset",
)  # fmt: skip
SITEMAPS = (
    "/sitemap-self.xml", "/sitemap-a.xml", "/sitemap-0.xml", "/sitemap-bomb.xml", "/sitemap.gz",
    "/sitemap.txt", "/sitemap-xxe.xml", "/sitemap-foreign.xml",
)  # fmt: skip
SECTIONS = ("/section-wide", "/section-trap")

LEVELS = 15
"""Sitemaps that lie below each other."""

_LAUGHS = "<!ENTITY l0 'lol'>" + "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))


def feed(links: Sequence[str]) -> str:
    """RSS with these links."""
    items = "".join(f"<item><link>{link.replace('&', '&amp;')}</link></item>" for link in links)
    return f"<rss><channel>{items}</channel></rss>"


def _index(*paths: str) -> Wire:
    inside = "".join(f"<sitemap><loc>{path}</loc></sitemap>" for path in paths)
    return page(f"<sitemapindex>{inside}</sitemapindex>", content_type=XML)


def _urlset(*urls: str) -> str:
    return f"<urlset>{''.join(f'<url><loc>{url}</loc></url>' for url in urls)}</urlset>"


def sources(base: str, links: Sequence[str]) -> dict[str, Wire]:
    """The answers of all sources at `base`; `links` is what the one good feed names.

    `good-0` to `good-19` are named by the good feed; each of the others by one hostile source alone.
    """

    def good(number: int) -> str:
        return f"{base}/news/good-{number}"

    external = f"<!ENTITY x SYSTEM '{base}/external'><!ENTITY y SYSTEM 'file:///etc/passwd'>"
    return {
        "/feed": page(feed(links), content_type=XML),
        "/feed-laughs": page(
            f"<!DOCTYPE rss [{_LAUGHS}{external}]>"
            + feed([good(20)]).replace("<item>", "<item><title>&l11; &x; &y;</title>"),
            content_type=XML,
        ),
        "/feed-html": page("<html><body><h1>Maintenance</h1></body></html>"),
        "/feed-cut": page(feed([good(21), good(22), f"{base}/news/cut"])[:-60], content_type=XML),
        "/feed-empty": page(b"", content_type=XML),
        "/feed-bomb": page(gzip.compress(b" " * 40_000_000, 1), content_type=XML, Content_Encoding="gzip"),
        "/feed-binary": page(bytes(range(256)) * 999, content_type=XML),
        "/feed-slow": endless(head(content_type=XML) + b"<rss>", b" ", pause=0.3),
        "/feed-endless": endless(head(content_type=XML) + b"<rss>", b"<item></item>" * 5_000),
        "/feed-many": page(feed([good(23)] * 10_000), content_type=XML),
        "/feed-charset": page(
            ('<?xml version="1.0" encoding="utf-8"?>' + feed([good(24)]))
            .replace("<link>", "<title>Новость дня</title><link>")
            .encode("cp1251"),
            content_type=XML,
        ),
        "/sitemap-self.xml": _index(f"{base}/sitemap-self.xml", f"{base}/sitemap-good.xml"),
        "/sitemap-good.xml": page(_urlset(good(25)), content_type=XML),
        "/sitemap-a.xml": _index(f"{base}/sitemap-b.xml"),
        "/sitemap-b.xml": _index(f"{base}/sitemap-a.xml", f"{base}/sitemap-self.xml"),
        **{f"/sitemap-{level}.xml": _index(f"{base}/sitemap-{level + 1}.xml") for level in range(LEVELS)},
        "/sitemap-bomb.xml": page(gzip.compress(b"<urlset>" + b" " * 90_000_000, 1), content_type=XML),
        "/sitemap.gz": page(gzip.compress(_urlset(good(26)).encode()), content_type="text/plain"),
        "/sitemap.txt": page(
            f"{good(27)}\nnot an address\nhttp://10.0.0.1/news/x\n", content_type="text/plain"
        ),
        "/sitemap-xxe.xml": page(
            f"<!DOCTYPE urlset [{_LAUGHS}{external}]>"
            + _urlset(good(28), "&x;", "&l11;", f"{base}/news/&y;").replace("\n", ""),
            content_type=XML,
        ),
        "/sitemap-foreign.xml": page(
            _urlset(good(29), "http://10.0.0.1/news/inside", "http://other.example/news/1", "file:///news/x"),
            content_type=XML,
        ),
        "/section-wide": page(
            "<html><body>" + "<p>w" * 300_000 + f"<a href='{good(19)}'>A headline of some words</a>"
        ),
        "/section-trap": raw(
            head(), *(b"<a href='/section-trap?page=%d'>next</a>" % number for number in range(500))
        ),
    }
