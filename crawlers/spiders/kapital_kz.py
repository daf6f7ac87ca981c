"""Kapital. In doubt: nearly all. The feed was connected to a monitor of 2026, not probed, and another
address of it is dead; the form of articles' addresses seems to have changed, so whatever the feed names
is taken.
"""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class KapitalKz(NewsSpider):
    """See above."""

    name = "kapital_kz"
    publisher = "Капитал"
    country = "KZ"
    region = "Almaty"
    languages = ("ru",)
    timezone = "Asia/Almaty"
    hosts = ("kapital.kz",)
    article_url = ANY_ADDRESS
    evidence = ("2026: a feed of a monitor and of a list, not probed",)
    feed_urls = ("https://kapital.kz/feed",)
