"""The site of the kill matrix (`tests/killing.py`): two feeds, a sitemap of two parts, a section of pages."""

from crawlers.news_spider import NewsSpider
from tests.spiders.loop_kz import HOST


class KilledKz(NewsSpider):
    name = "killed_kz"
    publisher = "Killed"
    country = "KZ"
    languages = ("en",)
    timezone = "Asia/Almaty"
    hosts = (HOST,)
    article_url = r"/news/\d+$"
    feed_urls = (f"http://{HOST}/rss", f"http://{HOST}/atom")
    sitemap_urls = (f"http://{HOST}/sitemap.xml",)
    section_urls = (f"http://{HOST}/city",)
    # Crawls that last hours (`make torture`) are held against one of minutes.
    revisit_after = ()
