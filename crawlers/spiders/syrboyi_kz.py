"""Syr Boyi, Kyzylorda (WordPress), in Kazakh.

In doubt: how addresses of articles look; what the front page lists as recent is taken. The list is known of
2023 alone.
"""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class SyrboyiKz(NewsSpider):
    """See above."""

    name = "syrboyi_kz"
    publisher = "Сыр бойы"
    country = "KZ"
    region = "Kyzylorda"
    languages = ("kk",)
    timezone = "Asia/Qyzylorda"
    hosts = ("syrboyi.kz",)
    article_url = ANY_ADDRESS
    evidence = ("2023: an aggregator of the front page (the list of recent articles)",)
    section_urls = ("https://syrboyi.kz/",)
    links_css = "ul.recent-news-list > li a"
