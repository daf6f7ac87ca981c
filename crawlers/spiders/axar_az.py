"""Axar.az, Baku.

The home page grows by script and shows its newest entries to whoever does not scroll. In doubt: the sitemap
and the feed, which one crawler reads; `/rss` is gone (404 in September 2026).
"""

from crawlers.news_spider import NewsSpider


class AxarAz(NewsSpider):
    """See above."""

    name = "axar_az"
    publisher = "Axar.az"
    country = "AZ"
    region = "Baku"
    languages = ("az",)
    timezone = "Asia/Baku"
    hosts = ("axar.az",)
    status = "modelled"
    evidence = (
        "2026: a crawler of April: the sitemap of the newest, the feed, classes, dates as 2026.04.09 / 12:30",
        "2026: an analysis of February: the form of addresses, no pages of the list",
    )
    article_url = r"^https?://(?:www\.)?axar\.az/news/[a-z0-9_-]+/\d+\.html$"
    feed_urls = ("https://axar.az/feed.php",)
    sitemap_urls = ("https://axar.az/sitemap_latest.php",)
    section_urls = ("https://axar.az/",)
    title_css = "div.newsPlace > h1"
    date_css = "div.newsPlace table td:has(div)"
    text_css = "span#font_size.article_body"
