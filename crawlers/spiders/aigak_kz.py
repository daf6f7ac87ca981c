"""Aigak, Shymkent (WordPress, the JNews theme), in Kazakh.

In doubt: how addresses of articles look; what the list links as a headline is taken. The list is known of
2023 alone.
"""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class AigakKz(NewsSpider):
    """See above."""

    name = "aigak_kz"
    publisher = "Айғақ"
    country = "KZ"
    region = "Shymkent"
    languages = ("kk",)
    timezone = "Asia/Almaty"
    hosts = ("aigak.kz",)
    article_url = ANY_ADDRESS
    evidence = ("2023: an aggregator of the list of news (headlines)",)
    section_urls = ("https://aigak.kz/news",)
    links_css = ".jeg_main_content .jeg_posts > article h3 > a"
