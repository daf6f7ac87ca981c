"""Qafqazinfo, Baku.

Its feed gives every item the same guid; the links tell them apart. The `datetime` of a page has the month
first. In doubt: the list, counted by a crawler without a year.
"""

from crawlers.news_spider import NewsSpider


class QafqazinfoAz(NewsSpider):
    """See above."""

    name = "qafqazinfo_az"
    publisher = "Qafqazinfo"
    country = "AZ"
    region = "Baku"
    languages = ("az",)
    timezone = "Asia/Baku"
    hosts = ("qafqazinfo.az",)
    status = "modelled"
    evidence = (
        "2026: probes of September read the feed: 100 items of 45 hours, one guid for all",
        "2026: a crawler of June: addresses, classes, dates as 26.06.2026 | 22:55",
        "undated: a crawler of the counted list",
    )
    article_url = r"^https?://(?:www\.)?qafqazinfo\.az/news/detail/[^/?#]+-\d+$"
    feed_urls = ("https://qafqazinfo.az/rss",)
    section_urls = ("https://qafqazinfo.az/news/category/xeber-1?page={n}",)
    date_css = "div.news-time"
    text_css = "div.news_text"
    remove_css = (".social-buttons",)
