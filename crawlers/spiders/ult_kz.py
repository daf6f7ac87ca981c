"""Ult.kz, in Kazakh.

In doubt: whether the front page's column, known of 2023, is still there; all addresses of articles on that
page are taken. Of the markup of an article nothing is known but the form of its date.
"""

from crawlers.news_spider import NewsSpider


class UltKz(NewsSpider):
    """See above."""

    name = "ult_kz"
    publisher = "Ult.kz"
    country = "KZ"
    region = "Almaty"
    languages = ("kk",)
    timezone = "Asia/Almaty"
    hosts = ("ult.kz",)
    article_url = r"^https?://(?:www\.)?ult\.kz/(?:index\.php/)?post/[^/?#]+/?$"
    evidence = (
        "2026: pages in a web corpus (addresses, form of the date)",
        "2023: an aggregator of the front page",
    )
    section_urls = ("https://ult.kz/",)
