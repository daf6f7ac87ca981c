"""Ukrainska Pravda: editions on one host, told apart by the first part of the path.

Hosts of other papers of the house (`epravda.`, `eurointegration.`, `life.`) are not taken.
"""

from crawlers.news_spider import NewsSpider


class PravdaUaSpider(NewsSpider):
    """What the editions share."""

    publisher = "Українська правда"
    country = "UA"
    region = "Kyiv"
    timezone = "Europe/Kyiv"
    hosts = ("pravda.com.ua",)
