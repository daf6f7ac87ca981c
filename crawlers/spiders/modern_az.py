"""Modern.az, Azerbaijani edition.

In doubt: the editions in Russian, English, Turkish and Persian, known by the first part of the path only.
"""

from crawlers.news_spider import NewsSpider


class ModernAz(NewsSpider):
    """See above."""

    name = "modern_az"
    publisher = "Modern.az"
    country = "AZ"
    region = "Baku"
    languages = ("az",)
    timezone = "Asia/Baku"
    hosts = ("modern.az",)
    evidence = (
        "2026: probes of September read the feed: 30 items of 8 hours, entities in titles",
        "2026: an analysis of February: the form of addresses",
        "undated: a link to an article",
    )
    article_url = r"^https?://(?:www\.)?modern\.az/az/[a-z0-9-]+/\d+/[^/?#]+/$"
    feed_urls = ("https://modern.az/rss",)
