"""Trakya Gazetesi, Tekirdag. How addresses of articles look is not known: what the feed names is taken."""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class TrakyagazetesiTr(NewsSpider):
    """See above."""

    name = "trakyagazetesi_tr"
    publisher = "Trakya Gazetesi"
    country = "TR"
    region = "Tekirdag"
    languages = ("tr",)
    timezone = "Europe/Istanbul"
    hosts = ("trakyagazetesi.com.tr",)
    evidence = ("2026: a list of local feeds, found fresh on 22 and 23 September",)
    article_url = ANY_ADDRESS
    feed_urls = ("https://www.trakyagazetesi.com.tr/rss",)
