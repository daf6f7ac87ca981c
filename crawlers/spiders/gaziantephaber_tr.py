"""Gaziantep Haber, Gaziantep. How addresses of articles look is not known: what the feed names is taken."""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class GaziantephaberTr(NewsSpider):
    """See above."""

    name = "gaziantephaber_tr"
    publisher = "Gaziantep Haber"
    country = "TR"
    region = "Gaziantep"
    languages = ("tr",)
    timezone = "Europe/Istanbul"
    hosts = ("gaziantephaber.com",)
    evidence = ("2026: a list of local feeds, found fresh on 22 and 23 September",)
    article_url = ANY_ADDRESS
    feed_urls = ("https://www.gaziantephaber.com/rss",)
