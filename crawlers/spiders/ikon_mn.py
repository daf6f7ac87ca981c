"""iKon.mn.

The address is `/n/` and a short number to the base of 36.

In doubt: the date. Its lists have it as `rawdate` of a span; of the article's own page nothing is known, so
the moment is the feed's where the page has none. What is older than the feed is not found.
"""

from crawlers.news_spider import NewsSpider


class IkonMn(NewsSpider):
    """See above."""

    name = "ikon_mn"
    publisher = "iKon.mn"
    country = "MN"
    region = "Ulaanbaatar"
    languages = ("mn",)
    timezone = "Asia/Ulaanbaatar"
    hosts = ("ikon.mn",)
    evidence = (
        "2026: the feed worked in probes of 6 May and 26 September; links to articles",
        "undated: a crawler: container and address",
    )
    article_url = r"^https://ikon\.mn/n/[0-9a-z]+$"
    feed_urls = ("https://ikon.mn/rss",)
    text_css = ".inews .icontent"
