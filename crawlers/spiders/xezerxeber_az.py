"""Xezer Xeber, the news of a television station.

The list grows by script and shows its newest entries to whoever does not scroll. In doubt: its address
and the container, which are one reader's without a year.
"""

from crawlers.news_spider import NewsSpider


class XezerxeberAz(NewsSpider):
    """See above."""

    name = "xezerxeber_az"
    publisher = "Xəzər Xəbər"
    country = "AZ"
    region = "Baku"
    languages = ("az",)
    timezone = "Asia/Baku"
    hosts = ("xezerxeber.az",)
    status = "modelled"
    evidence = (
        "2026: an analysis of February: the form of addresses, dates as 18:14 | 20 Fevral 2026",
        "undated: readers of the list, of the container and of og:published_time",
    )
    article_url = r"^https?://(?:www\.)?xezerxeber\.az/news/[a-z0-9-]+/\d+/[^/?#]+$"
    section_urls = ("https://www.xezerxeber.az/news/",)
    text_css = "div.content-text.leading-relaxed"
