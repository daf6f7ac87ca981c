"""RIA Novosti, of which only the lists of places are declared: two regions that crawlers read.

They come as JSON, of whose form nothing is known but that it names articles. In doubt: whether it names their
ordinary addresses.
"""

from crawlers.news_spider import NewsSpider


class RiaRu(NewsSpider):
    """See above."""

    name = "ria_ru"
    publisher = "РИА Новости"
    country = "RU"
    languages = ("ru",)
    timezone = "Europe/Moscow"
    hosts = ("ria.ru",)
    evidence = (
        "2026: an operator's notes: the form of addresses",
        "2024: crawlers of two cities: the lists, headline, container",
        "2025: a list of selectors: the date",
    )
    article_url = r"^https?://(?:www\.)?ria\.ru/20\d{6}/[^/?#]+\.html$"
    section_urls = (
        "https://ria.ru/amp/location_Omsk/more.json",
        "https://ria.ru/amp/location_Belgorod/more.json",
    )
    title_css = "h1.article__title, div.article__title"
    date_css = "div.article__info-date"
    text_css = "div.article__body.js-mediator-article div.article__block"
