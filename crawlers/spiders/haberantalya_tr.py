"""Haber Antalya, Antalya. How addresses of articles look is not known: what the feed names is taken."""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class HaberantalyaTr(NewsSpider):
    """See above."""

    name = "haberantalya_tr"
    publisher = "Haber Antalya"
    country = "TR"
    region = "Antalya"
    languages = ("tr",)
    timezone = "Europe/Istanbul"
    hosts = ("haberantalya.com",)
    evidence = ("2026: a list of local feeds, found fresh on 22 and 23 September",)
    article_url = ANY_ADDRESS
    feed_urls = ("https://www.haberantalya.com/rss",)
