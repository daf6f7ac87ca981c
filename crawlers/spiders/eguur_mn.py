"""Eguur.mn.

The facts rest on a probe of the feed of September 2026, on crawlers of 2026 (addresses) and on a link to an
article; the site itself was not reached. An address is a number at the root. It runs on WordPress.
"""

from crawlers.news_spider import NewsSpider


class EguurMn(NewsSpider):
    """See above."""

    name = "eguur_mn"
    publisher = "Eguur.mn"
    country = "MN"
    region = "Ulaanbaatar"
    languages = ("mn",)
    timezone = "Asia/Ulaanbaatar"
    hosts = ("eguur.mn",)
    article_url = r"^https?://(?:www\.)?eguur\.mn/\d{5,}/?$"
    evidence = (
        "2026: a probe of the feed on 26 September; the addresses, in crawlers; a link to an article",
    )
    feed_urls = ("https://eguur.mn/feed/",)
