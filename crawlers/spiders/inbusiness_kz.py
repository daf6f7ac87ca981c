"""Inbusiness, Russian edition.

The feed answered some networks and not others in a probe of 2026. In doubt: the news sitemap, which a
project without a year reads. Of the Kazakh edition no address is known.
"""

from crawlers.news_spider import NewsSpider


class InbusinessKz(NewsSpider):
    """See above."""

    name = "inbusiness_kz"
    publisher = "inbusiness.kz"
    country = "KZ"
    region = "Astana"
    languages = ("ru",)
    timezone = "Asia/Almaty"
    hosts = ("inbusiness.kz",)
    article_url = r"^https?://(?:www\.)?inbusiness\.kz/ru/(?:last|news|author_news)/[^/?#]+$"
    evidence = (
        "2026: a probe of 19 to 24 September found the feed working from some networks",
        "2025: links to articles of 2021 to 2025",
        "2023: an aggregator of the list of news",
        "undated: a reader of the news sitemap",
    )
    feed_urls = ("https://inbusiness.kz/rss",)
    sitemap_urls = ("https://inbusiness.kz/gnews-sitemap.xml",)
    section_urls = ("https://inbusiness.kz/ru/last",)
