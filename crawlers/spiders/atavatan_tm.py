"""Ata Watan Eserleri, a magazine of Turkmens in Turkey.

The facts rest on lists of Turkmen feeds without a year (WordPress), and on the text of a page of 2026; the
site itself was not reached. How the addresses of articles look is not known, so the feed alone says what is
one.
"""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class AtavatanTm(NewsSpider):
    """See above."""

    name = "atavatan_tm"
    publisher = "Ata Watan Eserleri"
    country = "TM"
    region = "Istanbul"
    languages = ("tk", "tr")
    timezone = "Asia/Ashgabat"
    hosts = ("atavatan-turkmenistan.com",)
    article_url = ANY_ADDRESS
    evidence = (
        "2026: what stands between paragraphs, in a page's text",
        "undated: the feed is listed, not probed",
    )
    feed_urls = ("https://www.atavatan-turkmenistan.com/feed/",)
