"""NEWS.am, English edition. Evidence: see `crawlers.networks.newsam`."""

from crawlers.networks.newsam import NewsAmSpider


class NewsEnAm(NewsAmSpider):
    """The feed worked in March and September 2026."""

    name = "news_en_am"
    languages = ("en",)
    evidence = (
        "2026: probes of March and September read the feed",
        "2026: links to articles below /en/, older ones below /eng/",
    )
    article_url = r"^https?://(?:www\.)?news\.am/(?:eng|en)/news/\d+(?:\.html)?$"
    feed_urls = ("https://news.am/eng/rss/",)
