"""Civil Georgia: editions on one host, told apart by the first part of the path.

A reduced page of 2026 shows headline and container and no date; the feed gives it. In doubt: the older
container, which crawlers without a year name. Of the Russian edition only the feed's address is known.
"""

from crawlers.news_spider import NewsSpider


class CivilGeSpider(NewsSpider):
    """What the editions share."""

    publisher = "Civil.ge"
    country = "GE"
    region = "Tbilisi"
    timezone = "Asia/Tbilisi"
    hosts = ("civil.ge",)
    title_css = "article.article-content h1, h1.post-title.entry-title"
    text_css = "article.article-content, div.entry-content.entry"
