"""Business.com.tm, the pages without a language in their address.

The facts rest on a crawler of 2026 (list, anchors, a `time` with an offset) and on a link to an article of
2026; the site itself was not reached. The crawler says that these pages are English.

A Turkmen feed (`/rss/tm`) is in lists without a year; how its addresses look is not known, so that edition
is not declared. Nor is the Russian one (`/ru/`), of which no list is known.
"""

from crawlers.news_spider import NewsSpider


class BusinessTm(NewsSpider):
    """See above."""

    name = "business_tm"
    publisher = "Business Turkmenistan"
    country = "TM"
    region = "Ashgabat"
    languages = ("en",)
    timezone = "Asia/Ashgabat"
    hosts = ("business.com.tm",)
    article_url = r"^https?://(?:www\.)?business\.com\.tm/post/\d+/[^/?#]+/?$"
    evidence = ("2026: list and date, in a crawler; a link to an article",)
    status = "modelled"
    section_urls = ("https://business.com.tm/post/a/index?path=news&Post_sort=date_added.desc&page={n}",)
    text_css = "div.content"
