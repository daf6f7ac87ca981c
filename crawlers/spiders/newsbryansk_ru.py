"""NewsBryansk, Bryansk. How addresses of articles look is not known: what the home page lists is taken."""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class NewsbryanskRu(NewsSpider):
    """See above."""

    name = "newsbryansk_ru"
    publisher = "NewsBryansk"
    country = "RU"
    region = "Bryansk"
    languages = ("ru",)
    timezone = "Europe/Moscow"
    hosts = ("newsbryansk.ru",)
    evidence = ("2024: a crawler of the home page, with headline and container",)
    article_url = ANY_ADDRESS
    section_urls = ("https://newsbryansk.ru/",)
    links_css = "div.big-news-list-item h2 a"
    title_css = "div.detale-news-block__pin h1"
    text_css = "span[itemprop=articleBody]"
