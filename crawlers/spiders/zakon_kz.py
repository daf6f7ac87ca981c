"""Zakon.kz, Russian edition."""

from crawlers.networks.zakon import ZakonSpider


class ZakonKz(ZakonSpider):
    """All news."""

    name = "zakon_kz"
    languages = ("ru",)
    status = "modelled"
    hosts = ("zakon.kz",)
    section_urls = ("https://www.zakon.kz/news/?handler=LoadMoreNews&p={n}&type=list",)
