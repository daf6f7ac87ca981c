# ruff: noqa: N999 - named like its host; nothing imports the file
"""29.ru, Arkhangelsk. Evidence: see `crawlers.networks.shkulev`."""

from crawlers.networks.shkulev import ShkulevSpider


class TwentyNineRu(ShkulevSpider):
    """The home page is a list that a crawler of 2024 read; the feed is listed, not probed."""

    name = "29_ru"
    publisher = "29.ru"
    region = "Arkhangelsk"
    timezone = "Europe/Moscow"
    hosts = ("29.ru",)
    feed_urls = ("https://29.ru/text/rss.xml",)
    section_urls = ("https://29.ru/", "https://29.ru/text/")
