"""NEWS.am, Armenian edition. Evidence: see `crawlers.networks.newsam`."""

from crawlers.networks.newsam import NewsAmSpider


class NewsAm(NewsAmSpider):
    """The feed is in use in lists of 2026, not probed."""

    name = "news_am"
    languages = ("hy",)
    evidence = (
        "2026: the feed is listed, not probed",
        "2016-2026: links to articles below /arm/",
    )
    article_url = r"^https?://(?:www\.)?news\.am/(?:arm|hy)/news/\d+(?:\.html)?$"
    feed_urls = ("https://news.am/arm/rss/",)
