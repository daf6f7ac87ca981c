"""Memleket, Konya. The form of addresses is that of one link of 2022."""

from crawlers.news_spider import NewsSpider


class MemleketTr(NewsSpider):
    """See above."""

    name = "memleket_tr"
    publisher = "Memleket"
    country = "TR"
    region = "Konya"
    languages = ("tr",)
    timezone = "Europe/Istanbul"
    hosts = ("memleket.com.tr",)
    evidence = (
        "2026: a list of local feeds, found fresh on 22 and 23 September",
        "2022: a link to an article",
    )
    article_url = r"^https?://(?:www\.)?memleket\.com\.tr/[^/?#]+-\d+h\.htm$"
    feed_urls = ("https://www.memleket.com.tr/service/rss.php",)
