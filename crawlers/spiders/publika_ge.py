"""Publika, Tbilisi. In doubt: the feed, which is listed and not probed; other sections than `/article/`."""

from crawlers.news_spider import NewsSpider


class PublikaGe(NewsSpider):
    """See above."""

    name = "publika_ge"
    publisher = "პუბლიკა"
    country = "GE"
    region = "Tbilisi"
    languages = ("ka",)
    timezone = "Asia/Tbilisi"
    hosts = ("publika.ge",)
    evidence = (
        "2026: the feed is in lists, not probed",
        "undated: a link to an article",
    )
    article_url = r"^https?://(?:www\.)?publika\.ge/article/[^/?#]+/?$"
    feed_urls = ("https://publika.ge/feed/",)
