"""The Astana Times, in English (WordPress): the month is part of an article's address.

In doubt: what is older than the feed, which is not found. Of the article's own page nothing is known, so
there are no hints.
"""

from crawlers.news_spider import NewsSpider


class AstanatimesKz(NewsSpider):
    """See above."""

    name = "astanatimes_kz"
    publisher = "The Astana Times"
    country = "KZ"
    region = "Astana"
    languages = ("en",)
    timezone = "Asia/Almaty"
    hosts = ("astanatimes.com",)
    article_url = r"^https?://(?:www\.)?astanatimes\.com/20\d\d/[01]\d/[^/?#]+/$"
    evidence = (
        "2026: two probes of the feed, on 19 to 24 September",
        "2026: links to articles of January to October",
    )
    feed_urls = ("https://astanatimes.com/feed/",)
