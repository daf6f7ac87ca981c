"""Ukrainska Pravda: editions on one host, told apart by the first part of the path.

Hosts of other papers of the house (`epravda.`, `eurointegration.`, `life.`) are not taken. The news sitemap
holds all editions. In doubt: columns and longer texts, of whose page less is known.
"""

from crawlers.news_spider import NewsSpider


class PravdaUaSpider(NewsSpider):
    """What the editions share."""

    publisher = "Українська правда"
    country = "UA"
    region = "Kyiv"
    timezone = "Europe/Kyiv"
    hosts = ("pravda.com.ua",)
    sitemap_urls = ("https://www.pravda.com.ua/sitemap/sitemap-news.xml",)
    text_css = "article.post"
    author_css = "span.post_news_author"
    tags_css = "div.post_news_tags a"
    remove_css = ("h1, .post_time, .post_news_author, .post_news_tags, .post_news_photo_captain",)
