"""Manisa Denge, Manisa. How addresses of articles look is not known: what the feed names is taken."""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class ManisadengeTr(NewsSpider):
    """See above."""

    name = "manisadenge_tr"
    publisher = "Manisa Denge"
    country = "TR"
    region = "Manisa"
    languages = ("tr",)
    timezone = "Europe/Istanbul"
    hosts = ("manisadenge.com",)
    evidence = ("2026: a list of local feeds, found fresh on 22 and 23 September",)
    article_url = ANY_ADDRESS
    feed_urls = ("https://www.manisadenge.com/rss.xml",)
