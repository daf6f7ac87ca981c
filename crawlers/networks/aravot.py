"""Aravot, a daily of Yerevan: an edition a host."""

from crawlers.news_spider import NewsSpider


class AravotSpider(NewsSpider):
    """What the editions share."""

    publisher = "Aravot"
    country = "AM"
    region = "Yerevan"
    timezone = "Asia/Yerevan"
