"""NEWS.am, Russian edition. Evidence: see `crawlers.networks.newsam`."""

from crawlers.networks.newsam import NewsAmSpider


class NewsRuAm(NewsAmSpider):
    """The feed is in use in lists of 2026, not probed."""

    name = "news_ru_am"
    languages = ("ru",)
    evidence = (
        "2026: the feed is listed, not probed",
        "2016: links to articles below /rus/",
    )
    article_url = r"^https?://(?:www\.)?news\.am/(?:rus|ru)/news/\d+(?:\.html)?$"
    feed_urls = ("https://news.am/rus/rss/",)
