"""Konya Yenigün, Konya. Older addresses end in a number (`-h128915.html`); those of today are not known."""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class KonyayenigunTr(NewsSpider):
    """See above."""

    name = "konyayenigun_tr"
    publisher = "Konya Yenigün"
    country = "TR"
    region = "Konya"
    languages = ("tr",)
    timezone = "Europe/Istanbul"
    hosts = ("konyayenigun.com",)
    evidence = (
        "2026: a list of local feeds, found fresh on 22 and 23 September",
        "undated: a link to an article",
    )
    article_url = ANY_ADDRESS
    feed_urls = ("https://www.konyayenigun.com/rss",)
