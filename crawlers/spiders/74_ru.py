# ruff: noqa: N999 - named like its host; nothing imports the file
"""74.ru, Chelyabinsk. Evidence: see `crawlers.networks.shkulev`."""

from crawlers.networks.shkulev import ShkulevSpider


class SeventyFourRu(ShkulevSpider):
    """The list below /text/ is that of readers without a year; the feed is listed, not probed."""

    name = "74_ru"
    publisher = "74.ru"
    region = "Chelyabinsk"
    timezone = "Asia/Yekaterinburg"
    hosts = ("74.ru",)
    feed_urls = ("https://74.ru/text/rss.xml",)
    section_urls = ("https://74.ru/text/",)
