"""Yuzhanka, Shymkent (WordPress).

In doubt: how addresses of articles look; what the front page lists as the latest news is taken.
"""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class YujankaKz(NewsSpider):
    """See above."""

    name = "yujanka_kz"
    publisher = "Южанка"
    country = "KZ"
    region = "Shymkent"
    languages = ("ru",)
    timezone = "Asia/Almaty"
    hosts = ("yujanka.kz",)
    article_url = ANY_ADDRESS
    evidence = (
        "2026: notes of an operator in Kazakhstan (plain requests are answered)",
        "2023: an aggregator of the front page (the list of the latest news)",
    )
    section_urls = ("https://yujanka.kz/",)
    links_css = ".wrap-latest > .row-last-news a"
