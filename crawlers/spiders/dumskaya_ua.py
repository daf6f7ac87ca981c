"""Dumskaya, Odesa: pages and feed in windows-1251.

In doubt: whether Russian and Ukrainian texts can be told apart by address; both are taken here. Of the
article's own page nothing is known, so there are no hints.
"""

from crawlers.news_spider import NewsSpider


class DumskayaUa(NewsSpider):
    """See above."""

    name = "dumskaya_ua"
    publisher = "Думская"
    country = "UA"
    region = "Odesa"
    languages = ("ru", "uk")
    timezone = "Europe/Kyiv"
    hosts = ("dumskaya.net",)
    evidence = (
        "2026: notes of a research project: the charset",
        "undated: readers of the feed; a link to an article of about 2022",
    )
    # news/slug-number/
    article_url = r"^https?://(?:www\.)?dumskaya\.net/news/[^/]+-\d+/?$"
    feed_urls = ("https://dumskaya.net/rssnews/",)
