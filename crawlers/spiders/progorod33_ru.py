"""Pro Gorod, Vladimir: the one paper of the network whose list is known.

Classes of the list end in a hash; its addresses tell articles from the rest.
"""

from crawlers.news_spider import NewsSpider


class Progorod33Ru(NewsSpider):
    """See above."""

    name = "progorod33_ru"
    publisher = "Pro Город Владимир"
    country = "RU"
    region = "Vladimir"
    languages = ("ru",)
    timezone = "Europe/Moscow"
    hosts = ("progorod33.ru",)
    evidence = (
        "2024: a crawler of the list, with headline and container",
        "2022-2026: links to articles",
    )
    article_url = r"^https?://(?:www\.)?progorod33\.ru/news/\d+$"
    section_urls = ("https://progorod33.ru/news",)
    title_css = "h1[itemprop=headline]"
    text_css = "div[itemprop=articleBody]"
