"""A site whose articles are visited again after a second, and after an hour."""

import datetime as dt
import os

from crawlers.news_spider import NewsSpider
from tests.spiders.loop_kz import HOST


class FreshKz(NewsSpider):
    name = "fresh_kz"
    publisher = "Fresh"
    country = "KZ"
    languages = ("en",)
    timezone = "Asia/Almaty"
    hosts = (HOST,)
    article_url = r"/news/\d+$"
    feed_urls = (f"http://{HOST}/feed",)
    crawl_within = dt.timedelta(seconds=float(os.environ.get("FRESH_WITHIN", "1800")))
    revisit_after = (dt.timedelta(seconds=1), dt.timedelta(hours=1))
