"""Bursa Basın, Bursa. How addresses of articles look is not known: what the feed names is taken."""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class BursabasinTr(NewsSpider):
    """See above."""

    name = "bursabasin_tr"
    publisher = "Bursa Basın"
    country = "TR"
    region = "Bursa"
    languages = ("tr",)
    timezone = "Europe/Istanbul"
    hosts = ("bursabasin.com",)
    evidence = ("2026: a list of local feeds, found fresh on 22 and 23 September",)
    article_url = ANY_ADDRESS
    feed_urls = ("https://www.bursabasin.com/rss",)
