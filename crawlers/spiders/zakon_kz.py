"""Zakon.kz, Russian edition. Evidence: see `crawlers.networks.zakon`."""

from crawlers.networks.zakon import ZakonSpider


class ZakonKz(ZakonSpider):
    """The list was read whole in May 2026."""

    name = "zakon_kz"
    languages = ("ru",)
    hosts = ("zakon.kz",)
    section_urls = ("https://www.zakon.kz/news/?handler=LoadMoreNews&p={n}&type=list",)
