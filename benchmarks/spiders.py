"""The site that is measured: generated pages on loopback, named in one sitemap."""

import os

from crawlers.news_spider import NewsSpider

HOST = os.environ.get("BENCH_HOST", "127.0.0.1:1")


class BenchKz(NewsSpider):
    """A newspaper of generated pages."""

    name = "bench_kz"
    publisher = "Steppe Bench"
    country = "KZ"
    languages = ("ru", "kk", "en")
    timezone = "Asia/Almaty"
    hosts = (HOST,)
    article_url = r"/news/\d+$"
    sitemap_urls = (f"http://{HOST}/sitemap.xml",)
