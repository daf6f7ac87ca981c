"""Muğla Gazetesi, Mugla. The form of addresses is that of one link of 2026."""

from crawlers.news_spider import NewsSpider


class MuglagazetesiTr(NewsSpider):
    """See above."""

    name = "muglagazetesi_tr"
    publisher = "Muğla Gazetesi"
    country = "TR"
    region = "Mugla"
    languages = ("tr",)
    timezone = "Europe/Istanbul"
    hosts = ("muglagazetesi.com.tr",)
    evidence = (
        "2026: a list of local feeds, found fresh on 22 and 23 September",
        "2026: a link to an article",
    )
    article_url = r"^https?://(?:www\.)?muglagazetesi\.com\.tr/[a-z0-9-]+/[^/?#]+-\d+h$"
    feed_urls = ("https://www.muglagazetesi.com.tr/service/rss.php",)
