"""Almaty TV, Russian edition: section and words in the address.

In doubt: whether its list, known of 2023, still has the Russian addresses; what has not is not taken. Of the
Kazakh edition no address is known.
"""

from crawlers.news_spider import NewsSpider


class AlmatyTvKz(NewsSpider):
    """See above."""

    name = "almaty_tv_kz"
    publisher = "Алматы"
    country = "KZ"
    region = "Almaty"
    languages = ("ru",)
    timezone = "Asia/Almaty"
    hosts = ("almaty.tv",)
    article_url = r"^https?://(?:www\.)?almaty\.tv/ru/news/[^/?#]+/[^/?#]+$"
    evidence = (
        "2026: a media tracker that has the feed in use",
        "2026: links to articles in three projects",
        "2026: notes of an operator in Kazakhstan (plain requests are answered)",
        "2023: an aggregator of the list",
        "undated: the news sitemap, in use by a reader of sitemaps",
    )
    feed_urls = ("https://almaty.tv/news-ru.rss",)
    sitemap_urls = ("https://almaty.tv/sitemap.news.xml",)
    section_urls = ("https://almaty.tv/news",)
