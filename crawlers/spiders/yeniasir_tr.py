"""Yeni Asır, Izmir. About a third of the city's feed is local, the rest is agency copy."""

from crawlers.news_spider import NewsSpider


class YeniasirTr(NewsSpider):
    """See above."""

    name = "yeniasir_tr"
    publisher = "Yeni Asır"
    country = "TR"
    region = "Izmir"
    languages = ("tr",)
    timezone = "Europe/Istanbul"
    hosts = ("yeniasir.com.tr",)
    evidence = (
        "2026: a list of local feeds, found fresh on 22 and 23 September",
        "2024-2026: links to articles",
    )
    article_url = r"^https?://(?:www\.)?yeniasir\.com\.tr/[a-z-]+/20\d\d/\d\d/\d\d/[^/?#]+$"
    feed_urls = ("https://www.yeniasir.com.tr/rss/izmir.xml",)
