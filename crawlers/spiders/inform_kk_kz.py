"""Kazinform, Kazakh edition in Cyrillic script. Evidence: see `crawlers.networks.inform`."""

from crawlers.networks.inform import InformSpider


class InformKkKz(InformSpider):
    """The feed gave 200 items on 2026-09-06; the list is in a monitor's list of 2026."""

    name = "inform_kk_kz"
    languages = ("kk",)
    hosts = ("kaz.inform.kz",)
    feed_urls = ("https://kaz.inform.kz/rss/kz.xml",)
    section_urls = ("https://kaz.inform.kz/lenta/",)
