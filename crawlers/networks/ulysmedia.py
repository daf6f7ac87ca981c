"""Ulysmedia: an edition a host, with one form of addresses.

Of the pages themselves nothing is known, so there are no hints.
"""

from crawlers.news_spider import NewsSpider


class UlysmediaSpider(NewsSpider):
    """What the editions share."""

    publisher = "Ulysmedia"
    country = "KZ"
    region = "Astana"
    timezone = "Asia/Almaty"
    article_url = r"^https?://[^/?#]+/news/\d+-[^/?#]+/$"
