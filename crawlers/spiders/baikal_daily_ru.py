"""Baikal Daily, Ulan-Ude. The host for telephones has the same articles and is not taken.

In doubt: headline and container, which a crawler read there.
"""

from crawlers.news_spider import NewsSpider


class BaikalDailyRu(NewsSpider):
    """See above."""

    name = "baikal_daily_ru"
    publisher = "Байкал-Daily"
    country = "RU"
    region = "Ulan-Ude"
    languages = ("ru",)
    timezone = "Asia/Irkutsk"
    hosts = ("baikal-daily.ru",)
    evidence = (
        "2024: a crawler of the host for telephones, with headline and container",
        "2023-2026: links to articles; crawlers of the home page and of one counted list",
    )
    article_url = r"^https?://(?:www\.)?baikal-daily\.ru/news/\d+/\d+/$"
    section_urls = ("https://www.baikal-daily.ru/", "https://www.baikal-daily.ru/news/20/?PAGEN_1={n}")
    title_css = "article.news-detail h1"
    text_css = "article.news-detail div.news-text"
