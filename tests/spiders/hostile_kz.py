"""The site of `tests/hostile_site`."""

import os

from crawlers.news_spider import NewsSpider
from tests.hostile_site.sources import FEEDS, SECTIONS, SITEMAPS

HOSTS = tuple(os.environ.get("HOSTILE_HOSTS", "127.0.0.1:1").split(","))


class HostileKz(NewsSpider):
    name = "hostile_kz"
    publisher = "Hostile"
    country = "KZ"
    languages = ("en", "ru", "kk")
    timezone = "Asia/Almaty"
    hosts = HOSTS
    article_url = r"/news/"
    feed_urls = tuple(f"http://{HOSTS[0]}{path}" for path in FEEDS)
    sitemap_urls = tuple(f"http://{HOSTS[0]}{path}" for path in SITEMAPS)
    section_urls = tuple(f"http://{HOSTS[0]}{path}" for path in SECTIONS)
