"""ngs24.ru, Krasnoyarsk. Evidence: see `crawlers.networks.shkulev`."""

from crawlers.networks.shkulev import ShkulevSpider


class Ngs24Ru(ShkulevSpider):
    """The home page is a list that a crawler of 2024 read; the feed is listed, not probed."""

    name = "ngs24_ru"
    publisher = "ngs24.ru"
    region = "Krasnoyarsk"
    timezone = "Asia/Krasnoyarsk"
    hosts = ("ngs24.ru",)
    feed_urls = ("https://ngs24.ru/text/rss.xml",)
    section_urls = ("https://ngs24.ru/", "https://ngs24.ru/text/")
