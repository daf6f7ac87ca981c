"""Kostanayskie Novosti, Kostanay.

In doubt: how addresses of articles look; what the column of the latest news links is taken. What is older
than that column is not found.
"""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class KstnewsKz(NewsSpider):
    """See above."""

    name = "kstnews_kz"
    publisher = "Костанайские новости"
    country = "KZ"
    region = "Kostanay"
    languages = ("ru",)
    timezone = "Asia/Qostanay"
    hosts = ("kstnews.kz",)
    article_url = ANY_ADDRESS
    evidence = ("2024: a city-news parser (the column of the latest on the front page, headline, container)",)
    section_urls = ("https://kstnews.kz/",)
    links_css = "div.latest.scroll.big a.item"
    title_css = "h1.title"
    text_css = "div[itemprop=articleBody]"
