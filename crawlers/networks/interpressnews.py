"""InterPressNews, an agency of Tbilisi: editions on one host, told apart by the first part of the path.

It has no feed: the address that looks like one gives a page (September and October 2026). In doubt: the
container, which a crawler without a year names and which was read through a browser.
"""

from crawlers.news_spider import NewsSpider


class InterpressnewsSpider(NewsSpider):
    """What the editions share."""

    publisher = "InterPressNews"
    country = "GE"
    region = "Tbilisi"
    timezone = "Asia/Tbilisi"
    hosts = ("interpressnews.ge",)
    title_css = "h1.articletitle"
    date_css = "div.articledate"
    text_css = "div.articlecontent_in"
