"""Günebakış, Trabzon. Articles lie below the root as other pages do; what the feed names is taken."""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class GunebakisTr(NewsSpider):
    """See above."""

    name = "gunebakis_tr"
    publisher = "Günebakış"
    country = "TR"
    region = "Trabzon"
    languages = ("tr",)
    timezone = "Europe/Istanbul"
    hosts = ("gunebakis.com.tr",)
    evidence = (
        "2026: a list of local feeds, found fresh on 22 and 23 September",
        "2026: a link to an article",
    )
    article_url = ANY_ADDRESS
    feed_urls = ("https://www.gunebakis.com.tr/rss",)
