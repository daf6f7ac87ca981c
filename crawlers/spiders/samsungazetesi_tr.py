"""Samsun Gazetesi, Samsun.

Articles are known below the root, older ones below a section with a number at their end; what the feed names
is taken.
"""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class SamsungazetesiTr(NewsSpider):
    """See above."""

    name = "samsungazetesi_tr"
    publisher = "Samsun Gazetesi"
    country = "TR"
    region = "Samsun"
    languages = ("tr",)
    timezone = "Europe/Istanbul"
    hosts = ("samsungazetesi.com",)
    evidence = (
        "2026: a list of local feeds, found fresh on 22 and 23 September",
        "2026: a link to an article, and one of an older form",
    )
    article_url = ANY_ADDRESS
    feed_urls = ("https://www.samsungazetesi.com/rss",)
