"""Haqqin.az, in Russian.

In doubt: whether older texts, on `/newsarchive/`, are the same pages as those on `/news/`; both are taken.
"""

from crawlers.news_spider import NewsSpider


class HaqqinAz(NewsSpider):
    """See above."""

    name = "haqqin_az"
    publisher = "haqqin.az"
    country = "AZ"
    region = "Baku"
    languages = ("ru",)
    timezone = "Asia/Baku"
    hosts = ("haqqin.az",)
    status = "modelled"
    evidence = (
        "2026: probes of September read the feed: 20 items of 6 hours",
        "2026: a crawler of July: addresses, classes, dates as 25.06.2026 15:31",
        "2024-2026: links to articles",
    )
    article_url = r"^https?://(?:www\.)?haqqin\.az/(?:news|newsarchive)/\d+$"
    feed_urls = ("https://haqqin.az/rss",)
    title_css = "h1.article-headline__name"
    date_css = "span.article__date"
    text_css = "div.article__content"
    remove_css = (".block-subscribe", ".ad-block", ".block-photo")
