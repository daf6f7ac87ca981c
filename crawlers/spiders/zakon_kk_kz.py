"""Zakon.kz, Kazakh edition."""

from crawlers.networks.zakon import ZakonSpider


class ZakonKkKz(ZakonSpider):
    """All news."""

    name = "zakon_kk_kz"
    languages = ("kk",)
    status = "modelled"
    hosts = ("kaz.zakon.kz",)
    section_urls = ("https://kaz.zakon.kz/news/?handler=LoadMoreNews&p={n}&type=list",)
