"""Business Online, Kazan. Hosts of other towns and of sport are not taken."""

from crawlers.news_spider import NewsSpider


class BusinessGazetaRu(NewsSpider):
    """See above."""

    name = "business_gazeta_ru"
    publisher = "БИЗНЕС Online"
    country = "RU"
    region = "Kazan"
    languages = ("ru",)
    timezone = "Europe/Moscow"
    hosts = ("business-gazeta.ru",)
    evidence = (
        "2026: an operator's notes of September: the feed answers",
        "2018-2025: links to articles",
    )
    article_url = r"^https?://(?:www\.)?business-gazeta\.ru/(?:news|article)/\d+$"
    feed_urls = ("https://www.business-gazeta.ru/rss.xml",)
