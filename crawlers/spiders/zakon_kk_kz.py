"""Zakon.kz, Kazakh edition. Evidence: see `crawlers.networks.zakon`."""

from crawlers.networks.zakon import ZakonSpider


class ZakonKkKz(ZakonSpider):
    """The list was read whole in May 2026."""

    name = "zakon_kk_kz"
    languages = ("kk",)
    hosts = ("kaz.zakon.kz",)
    section_urls = ("https://kaz.zakon.kz/news/?handler=LoadMoreNews&p={n}&type=list",)
