"""v1.ru, Volgograd. Evidence: see `crawlers.networks.shkulev`."""

from crawlers.networks.shkulev import ShkulevSpider


class V1Ru(ShkulevSpider):
    """The home page is a list that a crawler of 2024 read; the feed is listed, not probed."""

    name = "v1_ru"
    publisher = "v1.ru"
    region = "Volgograd"
    timezone = "Europe/Volgograd"
    hosts = ("v1.ru",)
    feed_urls = ("https://v1.ru/text/rss.xml",)
    section_urls = ("https://v1.ru/", "https://v1.ru/text/")
