"""Economist.kg, a business paper.

The facts rest on a probe of the feed of September 2026 and on links to articles of 2025 and 2026; the site
itself was not reached. It runs on Ghost; the day is part of an article's address. Of a Kyrgyz edition no
address is known.
"""

from crawlers.news_spider import NewsSpider


class EconomistKg(NewsSpider):
    """See above."""

    name = "economist_kg"
    publisher = "Economist.kg"
    country = "KG"
    region = "Bishkek"
    languages = ("ru",)
    timezone = "Asia/Bishkek"
    hosts = ("economist.kg",)
    article_url = r"^https?://(?:www\.)?economist\.kg/[a-z-]+/20\d\d/\d\d/\d\d/[^/?#]+/?$"
    evidence = (
        "2026: a probe of the feed in September; links to articles",
        "2025: links to articles",
    )
    feed_urls = ("https://economist.kg/rss",)
