"""Alau TV, Kazakh edition. Evidence: see `crawlers.networks.alautv`."""

from crawlers.networks.alautv import AlautvSpider


class AlautvKkKz(AlautvSpider):
    """Of it the host is known."""

    name = "alautv_kk_kz"
    languages = ("kk",)
    hosts = ("kaz.alautv.kz",)
    section_urls = ("https://kaz.alautv.kz/",)
