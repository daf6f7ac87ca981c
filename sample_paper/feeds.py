"""What tells a crawler of an edition's addresses: robots.txt, sitemaps, the feed."""

import datetime as dt
import html
from email.utils import format_datetime

from sample_paper.visit import Link, Visit

SITEMAPS = ("/sitemap-news.xml", "/sitemap-archive.xml")
"""The sitemaps that the index at /sitemap.xml names."""

_NEWS_SINCE = dt.datetime.fromisoformat("2026-11-12T00:00:00+05:00")
"""Publications before this moment are in the archive."""

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def robots_txt(visit: Visit) -> str:
    """Write robots.txt; it names no Crawl-delay, so that a first crawl is quick."""
    return f"User-agent: *\nDisallow: /search/\nDisallow: /print/\n\nSitemap: {visit.url('/sitemap.xml')}\n"


def sitemap_index(visit: Visit) -> str:
    """Write the index of the sitemaps."""
    rows = "".join(
        f"<sitemap><loc>{visit.url(path)}</loc>"
        f"<lastmod>{max(link.changed for link in _mapped(visit, path)).isoformat()}</lastmod></sitemap>\n"
        for path in SITEMAPS
    )
    return (
        f'{_XML}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</sitemapindex>\n'
    )


def sitemap(visit: Visit, path: str) -> str:
    """Write one of `SITEMAPS`; the one of recent news has Google News tags."""
    rows = "".join(_sitemap_row(visit, link, news=path == SITEMAPS[0]) for link in _mapped(visit, path))
    return (
        f'{_XML}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        f' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n{rows}</urlset>\n'
    )


def feed(visit: Visit) -> str:
    """Write the edition's feed, RSS 2.0 or Atom."""
    links = visit.links("feed")
    return _atom(visit, links) if visit.edition.feed_kind == "atom" else _rss(visit, links)


def _mapped(visit: Visit, path: str) -> list[Link]:
    return [
        link for link in visit.links("sitemap") if (link.published >= _NEWS_SINCE) == (path == SITEMAPS[0])
    ]


def _sitemap_row(visit: Visit, link: Link, *, news: bool) -> str:
    described = (
        f"<news:news><news:publication><news:name>{html.escape(visit.edition.name)}</news:name>"
        f"<news:language>{visit.code}</news:language></news:publication>"
        f"<news:publication_date>{link.published.isoformat()}</news:publication_date>"
        f"<news:title>{html.escape(link.title)}</news:title></news:news>"
        if news
        else ""
    )
    return (
        f"<url><loc>{html.escape(link.url)}</loc>"
        f"<lastmod>{link.changed.isoformat()}</lastmod>{described}</url>\n"
    )


def _rss(visit: Visit, links: list[Link]) -> str:
    paper = visit.edition
    items = "".join(
        f"<item><title><![CDATA[{link.title}]]></title>\n"
        f"<link>{html.escape(link.url + paper.feed_query)}</link>\n"
        f"<guid isPermaLink='true'>{html.escape(link.url)}</guid>\n"
        f"<pubDate>{format_datetime(link.published)}</pubDate>\n"
        f"<category>{html.escape(paper.sections[link.section_slug])}</category>\n"
        f"<description><![CDATA[<p>{html.escape(link.summary)}</p>]]></description></item>\n"
        for link in links
    )
    return (
        f"{_XML}<rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom'>\n<channel>"
        f"<title>{html.escape(paper.name)}</title>\n<link>{visit.url('/')}</link>\n"
        f"<description>{html.escape(paper.labels['slogan'])}</description>\n"
        f"<language>{visit.code}</language>\n"
        f"<atom:link href='{visit.url(paper.feed_path)}' rel='self' type='application/rss+xml'/>\n"
        f"{items}</channel>\n</rss>\n"
    )


def _atom(visit: Visit, links: list[Link]) -> str:
    paper = visit.edition
    entries = "".join(
        f"<entry><id>{html.escape(link.url)}</id>\n<title>{html.escape(link.title)}</title>\n"
        f'<link rel="alternate" type="text/html" href="{html.escape(link.url)}"/>\n'
        f"<published>{link.published.isoformat()}</published>\n<updated>{link.changed.isoformat()}</updated>\n"
        f'<summary type="html">{html.escape(f"<p>{html.escape(link.summary)}</p>")}</summary></entry>\n'
        for link in links
    )
    return (
        f'{_XML}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{visit.code}">\n'
        f"<id>{visit.url('/')}</id>\n"
        f'<title>{html.escape(paper.name)}</title>\n<link rel="self" href="{visit.url(paper.feed_path)}"/>\n'
        f'<link rel="alternate" href="{visit.url("/")}"/>\n'
        f"<updated>{max(link.changed for link in links).isoformat()}</updated>\n{entries}</feed>\n"
    )
