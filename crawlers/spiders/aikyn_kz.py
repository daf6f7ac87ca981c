"""Aikyn, a Kazakh paper.

How the addresses of articles look today is not known: what stands in the list is taken. In doubt: the
classes of the page, which are of an older layout than those of the list.
"""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class AikynKz(NewsSpider):
    """See above."""

    name = "aikyn_kz"
    publisher = "Айқын"
    country = "KZ"
    region = "Astana"
    languages = ("kk",)
    timezone = "Asia/Almaty"
    hosts = ("aikyn.kz",)
    article_url = ANY_ADDRESS
    evidence = (
        "2023: an aggregator of the list of news",
        "undated: a crawler of an earlier list and its articles (date, container, tags)",
    )
    section_urls = ("https://aikyn.kz/news/news",)
    links_css = ".post-box a"
    date_css = "time.content-info__date"
    text_css = "div.content-body__detail"
    tags_css = "div.content-tags a"
