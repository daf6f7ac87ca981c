"""K-News.

The facts rest on an aggregator of 2025 (the sitemap for Google News, the container), on a daily check of a
feed's freshness in 2026 and on links to articles of 2026; the site itself was not reached. The day is part
of an article's address.

In doubt: the feed, which is of one section only (money), at an address of the time before WordPress.
"""

from crawlers.news_spider import NewsSpider


class KnewsKg(NewsSpider):
    """See above."""

    name = "knews_kg"
    publisher = "K-News"
    country = "KG"
    region = "Bishkek"
    languages = ("ru",)
    timezone = "Asia/Bishkek"
    hosts = ("knews.kg",)
    article_url = r"^https?://(?:www\.)?knews\.kg/20\d\d/\d\d/\d\d/[^/?#]+/?$"
    evidence = (
        "2026: a check of the feed's freshness; links to articles",
        "2025: the sitemap and the container, in an aggregator",
    )
    feed_urls = ("http://www.knews.kg/pro_dengi/rss/",)
    sitemap_urls = ("https://knews.kg/sitemap-news.xml",)
    text_css = "div.td-post-content"
