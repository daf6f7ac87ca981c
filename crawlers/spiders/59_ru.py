# ruff: noqa: N999 - named like its host; nothing imports the file
"""59.ru, Perm. Evidence: see `crawlers.networks.shkulev`."""

from crawlers.networks.shkulev import ShkulevSpider


class FiftyNineRu(ShkulevSpider):
    """The home page is a list that a crawler of 2024 read; the feed is listed, not probed."""

    name = "59_ru"
    publisher = "59.ru"
    region = "Perm"
    timezone = "Asia/Yekaterinburg"
    hosts = ("59.ru",)
    feed_urls = ("https://59.ru/text/rss.xml",)
    section_urls = ("https://59.ru/", "https://59.ru/text/")
