"""Kocaeli Fikir, Kocaeli. The form of addresses is that of one link of 2026; older ones differ."""

from crawlers.news_spider import NewsSpider


class KocaelifikirTr(NewsSpider):
    """See above."""

    name = "kocaelifikir_tr"
    publisher = "Kocaeli Fikir"
    country = "TR"
    region = "Kocaeli"
    languages = ("tr",)
    timezone = "Europe/Istanbul"
    hosts = ("kocaelifikir.com",)
    evidence = (
        "2026: a list of local feeds, found fresh on 22 and 23 September",
        "2026: a link to an article",
    )
    article_url = r"^https?://(?:www\.)?kocaelifikir\.com/haber/\d+/[^/?#]+$"
    feed_urls = ("https://www.kocaelifikir.com/rss",)
