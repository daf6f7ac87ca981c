"""e1.ru, Yekaterinburg. Evidence: see `crawlers.networks.shkulev`."""

from crawlers.networks.shkulev import ShkulevSpider


class E1Ru(ShkulevSpider):
    """The list below /text/ is that of readers without a year; the feed is listed, not probed."""

    name = "e1_ru"
    publisher = "e1.ru"
    region = "Yekaterinburg"
    timezone = "Asia/Yekaterinburg"
    hosts = ("e1.ru",)
    feed_urls = ("https://www.e1.ru/text/rss.region.xml",)
    section_urls = ("https://www.e1.ru/text/",)
