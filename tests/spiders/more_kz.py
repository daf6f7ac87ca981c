"""A site whose list is what a button "more" loads; the test serves it."""

from crawlers.news_spider import NewsSpider
from tests.spiders.loop_kz import HOST


class MoreKz(NewsSpider):
    name = "more_kz"
    publisher = "More"
    country = "KZ"
    languages = ("en",)
    timezone = "Asia/Almaty"
    hosts = (HOST,)
    article_url = r"/news/\d+$"
    section_urls = (f"http://{HOST}/more?start={{2n}}",)
