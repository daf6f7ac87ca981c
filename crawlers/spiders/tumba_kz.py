"""Tumba.kz, Aktau.

In doubt: how addresses of articles look; what the feed names is taken. Of the article's own page nothing is
known, so there are no hints.
"""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class TumbaKz(NewsSpider):
    """See above."""

    name = "tumba_kz"
    publisher = "Тумба"
    country = "KZ"
    region = "Aktau"
    languages = ("ru",)
    timezone = "Asia/Aqtau"
    hosts = ("tumba.kz",)
    article_url = ANY_ADDRESS
    evidence = (
        "2026: a poller of the feed",
        "2026: two lists of sources of the region",
    )
    feed_urls = ("https://tumba.kz/rss.php",)
