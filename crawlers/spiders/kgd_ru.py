"""Kaliningrad.Ru: K2 of Joomla. In doubt: sections beside those of links to articles."""

from crawlers.news_spider import NewsSpider


class KgdRu(NewsSpider):
    """See above."""

    name = "kgd_ru"
    publisher = "Калининград.Ru"
    country = "RU"
    region = "Kaliningrad"
    languages = ("ru",)
    timezone = "Europe/Kaliningrad"
    hosts = ("kgd.ru",)
    evidence = (
        "2024: a crawler of the list, with headline and container",
        "2018-2026: links to articles",
    )
    article_url = r"^https?://(?:www\.)?kgd\.ru/news/[a-z-]+/item/\d+-[^/?#]+$"
    section_urls = ("https://kgd.ru/news",)
    links_css = "div.catItemTitle a"
    title_css = "h1.itemTitle"
    text_css = "div.itemFullText"
