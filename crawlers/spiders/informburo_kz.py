"""Informburo, Russian edition.

The feed `/rss` answered 403 to a probe of 2026, so it is left alone; the declared ones were listed, not
probed. Of the sections, news and articles are known by links; the Kazakh edition has no known address.
"""

from crawlers.news_spider import NewsSpider


class InformburoKz(NewsSpider):
    """See above."""

    name = "informburo_kz"
    publisher = "Informburo.kz"
    country = "KZ"
    region = "Almaty"
    languages = ("ru",)
    timezone = "Asia/Almaty"
    hosts = ("informburo.kz",)
    article_url = r"^https?://(?:www\.)?informburo\.kz/(?:novosti|stati)/[^/?#]+$"
    evidence = (
        "2026: links to articles; a poller of the sitemap; feeds of a monitor and of a list, not probed",
        "2025: a reader of articles (headline, date)",
        "2023: an aggregator of the list of news",
        "undated: a reader of articles (container)",
    )
    status = "modelled"
    feed_urls = ("https://informburo.kz/rss/pubsubhubbub-feed.xml", "https://informburo.kz/xml/rss.xml")
    sitemap_urls = ("https://informburo.kz/sitemap.xml",)
    section_urls = ("https://informburo.kz/novosti",)
    date_css = "div.article-meta time"
    text_css = "div.article"
