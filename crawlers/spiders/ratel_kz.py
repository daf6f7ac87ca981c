"""Ratel.kz, Almaty.

In doubt: how addresses of articles look; what the front page's column links as a headline is taken. The
column is known of 2023 alone.
"""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class RatelKz(NewsSpider):
    """See above."""

    name = "ratel_kz"
    publisher = "Ratel.kz"
    country = "KZ"
    region = "Almaty"
    languages = ("ru",)
    timezone = "Asia/Almaty"
    hosts = ("ratel.kz",)
    article_url = ANY_ADDRESS
    evidence = (
        "2026: notes of an operator in Kazakhstan (the date, as text alone)",
        "2023: an aggregator of the front page",
    )
    section_urls = ("https://ratel.kz/",)
    links_css = ".news.tab_item > .article .article__title a"
    date_css = "div.post_news__date"
