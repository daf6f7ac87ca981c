"""A site that does well, and the hosts of all."""

import os

from crawlers.news_spider import NewsSpider

WELL, OTHER, GONE = os.environ.get("ROUND_HOSTS", "127.0.0.1:1,127.0.0.1:2,127.0.0.1:3").split(",")


class RoundSite(NewsSpider):
    publisher = "Round"
    country = "KZ"
    languages = ("en",)
    timezone = "Asia/Almaty"
    article_url = r"/news/\d+$"


class Well(RoundSite):
    name = "well_kz"
    hosts = (WELL,)
    feed_urls = (f"http://{WELL}/feed",)
