"""Cherinfo, Cherepovets.

In doubt: its feed, which readers name under two addresses and one found broken in March 2026; it is left out.
"""

from crawlers.news_spider import NewsSpider


class CherinfoRu(NewsSpider):
    """See above."""

    name = "cherinfo_ru"
    publisher = "ЧерИнфо"
    country = "RU"
    region = "Cherepovets"
    languages = ("ru",)
    timezone = "Europe/Moscow"
    hosts = ("cherinfo.ru",)
    status = "modelled"
    evidence = (
        "2026: a reader of June: the form of addresses, classes, dates as Сегодня 13:30 or 23.06.2026 17:01",
        "2024: a crawler of the list, with headline and container",
    )
    article_url = r"^https?://(?:www\.)?cherinfo\.ru/news/\d+-[^/?#]+$"
    section_urls = ("https://cherinfo.ru/news",)
    title_css = "h1"
    date_css = "div.news-stats"
    text_css = "div.js-mediator-article.article-text"
    author_css = "div.article-text div.author"
    remove_css = ("div.mistake", "div.main-new-small-img", "div.article-text div.author")
