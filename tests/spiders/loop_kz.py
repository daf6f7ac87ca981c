"""A site that the test serves itself."""

import os

from crawlers.news_spider import NewsSpider

HOST = os.environ.get("LOOP_HOST", "127.0.0.1:1")


class LoopKz(NewsSpider):
    name = "loop_kz"
    publisher = "Loop"
    country = "KZ"
    languages = ("en",)
    timezone = "Asia/Almaty"
    hosts: tuple[str, ...] = (HOST,)
    article_url = r"/news/\d+$"
    feed_urls: tuple[str, ...] = (f"http://{HOST}/feed",)
