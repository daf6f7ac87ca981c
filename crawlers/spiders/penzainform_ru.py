"""PenzaInform, Penza. Its list shows the newest entries; how it goes on is not known."""

from crawlers.news_spider import NewsSpider


class PenzainformRu(NewsSpider):
    """See above."""

    name = "penzainform_ru"
    publisher = "ПензаИнформ"
    country = "RU"
    region = "Penza"
    languages = ("ru",)
    timezone = "Europe/Moscow"
    hosts = ("penzainform.ru",)
    evidence = (
        "2026: a crawler of the list and its form of addresses",
        "2024: a crawler of the list, with headline and container",
        "2022: links to articles",
    )
    article_url = r"^https?://(?:www\.)?penzainform\.ru/news/[\w-]+/20\d\d/\d\d/\d\d/[^/?#]+$"
    section_urls = ("https://www.penzainform.ru/news/",)
    title_css = "h1"
    text_css = "div.text"
