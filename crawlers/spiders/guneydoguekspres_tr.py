"""Güneydoğu Ekspres, Diyarbakir. Articles lie below the root as other pages; what the feed names is taken."""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class GuneydoguekspresTr(NewsSpider):
    """See above."""

    name = "guneydoguekspres_tr"
    publisher = "Güneydoğu Ekspres"
    country = "TR"
    region = "Diyarbakir"
    languages = ("tr",)
    timezone = "Europe/Istanbul"
    hosts = ("guneydoguekspres.com",)
    evidence = (
        "2026: a list of local feeds, found fresh on 22 and 23 September",
        "2026: a link to an article",
    )
    article_url = ANY_ADDRESS
    feed_urls = ("https://www.guneydoguekspres.com/rss",)
