"""Netgazeti, Tbilisi. Its edition of Batumi is on a host of its own and not taken.

How addresses of articles look is known of one section only (`/news/` and a number), so what the feeds name is
taken.
"""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class NetgazetiGe(NewsSpider):
    """See above."""

    name = "netgazeti_ge"
    publisher = "ნეტგაზეთი"
    country = "GE"
    region = "Tbilisi"
    languages = ("ka",)
    timezone = "Asia/Tbilisi"
    hosts = ("netgazeti.ge",)
    evidence = (
        "2026: a probe of 3 October read the feed, summaries only",
        "2025: a reader of the feed of one section",
        "undated: a link to an article",
    )
    article_url = ANY_ADDRESS
    feed_urls = ("https://netgazeti.ge/feed/", "https://netgazeti.ge/category/life/feed/")
