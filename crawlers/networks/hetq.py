"""Hetq, investigative reporting: editions on one host, told apart by the first part of the path."""

from crawlers.news_spider import NewsSpider


class HetqSpider(NewsSpider):
    """What the editions share."""

    publisher = "Hetq"
    country = "AM"
    region = "Yerevan"
    timezone = "Asia/Yerevan"
    hosts = ("hetq.am",)
