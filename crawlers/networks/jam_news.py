"""JAMnews, of the whole Caucasus: editions on one host, told apart by the first part of the path.

In doubt: the editions in Georgian, Azerbaijani and Armenian, of which no address is known.
"""

from crawlers.news_spider import NewsSpider


class JamNewsSpider(NewsSpider):
    """What the editions share."""

    publisher = "JAMnews"
    country = "GE"
    region = "Caucasus"
    timezone = "Asia/Tbilisi"
    hosts = ("jam-news.net",)
