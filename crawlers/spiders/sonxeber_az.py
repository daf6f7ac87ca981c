"""Sonxeber.az, Baku: an article shows its day, never its time.

In doubt: how `?start=` of the list counts, by pages or by entries; only the first page is declared.
"""

from crawlers.news_spider import NewsSpider


class SonxeberAz(NewsSpider):
    """See above."""

    name = "sonxeber_az"
    publisher = "Sonxeber.az"
    country = "AZ"
    region = "Baku"
    languages = ("az",)
    timezone = "Asia/Baku"
    hosts = ("sonxeber.az",)
    status = "modelled"
    evidence = (
        "2026: a crawler of April: the list, addresses, classes, dates as 07 aprel 2026",
        "2026: an analysis of February: the form of addresses",
        "undated: links to articles",
    )
    article_url = r"^https?://(?:www\.)?sonxeber\.az/\d+/[^/?#]+$"
    section_urls = ("https://sonxeber.az/xeberler/",)
    date_css = "div.datespan span.right"
    text_css = "article"
    remove_css = ("article div.datespan",)
