"""Kayseri Haber, Kayseri. How addresses of articles look is not known: what the feed names is taken."""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class KayserihaberTr(NewsSpider):
    """See above."""

    name = "kayserihaber_tr"
    publisher = "Kayseri Haber"
    country = "TR"
    region = "Kayseri"
    languages = ("tr",)
    timezone = "Europe/Istanbul"
    hosts = ("kayserihaber.com.tr",)
    evidence = ("2026: a list of local feeds, found fresh on 22 and 23 September",)
    article_url = ANY_ADDRESS
    feed_urls = ("https://kayserihaber.com.tr/rss.xml",)
