# ruff: noqa: N999 - named like its host; nothing imports the file
"""72.ru, Tyumen. Evidence: see `crawlers.networks.shkulev`."""

from crawlers.networks.shkulev import ShkulevSpider


class SeventyTwoRu(ShkulevSpider):
    """The home page is a list that a crawler of 2024 read; the feed is listed, not probed."""

    name = "72_ru"
    publisher = "72.ru"
    region = "Tyumen"
    timezone = "Asia/Yekaterinburg"
    hosts = ("72.ru",)
    feed_urls = ("https://72.ru/text/rss.xml",)
    section_urls = ("https://72.ru/", "https://72.ru/text/")
