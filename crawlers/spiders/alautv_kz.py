"""Alau TV, Russian edition. Evidence: see `crawlers.networks.alautv`."""

from crawlers.networks.alautv import AlautvSpider


class AlautvKz(AlautvSpider):
    """Its front page is the list."""

    name = "alautv_kz"
    status = "modelled"
    languages = ("ru",)
    hosts = ("alautv.kz",)
    section_urls = ("https://alautv.kz/",)
