"""Ak Zhaiyk, Atyrau, Russian edition.

In doubt: the date. One reader takes it from where most sites have it, another found none on a page of August
2026; where the page has none, there is none, for the lists are not read for dates. Of the Kazakh edition no
list is known.
"""

from crawlers.news_spider import NewsSpider


class AzhKz(NewsSpider):
    """See above."""

    name = "azh_kz"
    publisher = "Ак Жайык"
    country = "KZ"
    region = "Atyrau"
    languages = ("ru",)
    timezone = "Asia/Atyrau"
    hosts = ("azh.kz",)
    article_url = r"^https?://(?:www\.)?azh\.kz/ru/news/view/\d+$"
    evidence = (
        "2026: a poller of the lists of ecology and of oil and gas (addresses, where the text is, UTC+5)",
        "2026: a monitor of Atyrau that reads the list of the city's news",
        "2026: links to articles in four projects",
    )
    status = "modelled"
    section_urls = (
        "https://azh.kz/ru/news/in-atyrau?page={n}",
        "https://azh.kz/ru/news/neft-i-gaz?page={n}",
        "https://azh.kz/ru/news/ecology?page={n}",
    )
