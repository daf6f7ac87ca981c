"""Trend, an agency of Baku: an edition a host, with one template.

In doubt: `www.`, which older lists know as the Russian edition and readers of 2026 as the English one.
"""

from crawlers.news_spider import NewsSpider


class TrendAzSpider(NewsSpider):
    """What the editions share."""

    publisher = "Trend"
    country = "AZ"
    region = "Baku"
    timezone = "Asia/Baku"
    article_url = r"^https?://(?:(?:www|az|ru|en)\.)?trend\.az/(?:[a-z-]+/){1,3}\d+\.html$"
    text_css = "article.article-content.article-paddings"
    remove_css = (".social-sharing", "aside.related-news", ".most-read")
