"""Armenpress, the state agency: editions on one host, told apart by the first part of the path.

The feed `/rss/eng` is dead (404 in September 2026). In doubt: whether it answers us; one reader of 2026 was
answered 403.
"""

from crawlers.news_spider import NewsSpider


class ArmenpressSpider(NewsSpider):
    """What the editions share."""

    publisher = "Armenpress"
    country = "AM"
    region = "Yerevan"
    timezone = "Asia/Yerevan"
    hosts = ("armenpress.am",)
