"""1in.am: an edition a host."""

from crawlers.news_spider import NewsSpider


class OneInSpider(NewsSpider):
    """What the editions share."""

    publisher = "1in.am"
    country = "AM"
    region = "Yerevan"
    timezone = "Asia/Yerevan"
