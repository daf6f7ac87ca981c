"""Nasha Gazeta, Kostanay (XOOPS): an article is known by the query of its address, `?storyid=`.

In doubt: whether the feed, which is of the module for the printed paper, has addresses of this form; what
has not is not taken. Of the article's own page nothing is known, so there are no hints.
"""

from crawlers.news_spider import NewsSpider


class NgKz(NewsSpider):
    """See above."""

    name = "ng_kz"
    publisher = "Наша газета"
    country = "KZ"
    region = "Kostanay"
    languages = ("ru",)
    timezone = "Asia/Qostanay"
    hosts = ("ng.kz",)
    evidence = ("2026: two projects read the feed; an expression that reads the front page: addresses",)
    article_url = r"^https?://(?:www\.)?ng\.kz/modules/news/article\.php\?storyid=\d+$"
    feed_urls = ("https://www.ng.kz/modules/newspaper/cache/newspaper.xml",)
    section_urls = ("https://www.ng.kz/",)
