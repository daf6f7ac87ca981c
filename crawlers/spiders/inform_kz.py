"""Kazinform, Russian edition. Evidence: see `crawlers.networks.inform`."""

from crawlers.networks.inform import InformSpider


class InformKz(InformSpider):
    """The list was read daily in August 2026. The feeds that are listed answer 404 or were not probed."""

    name = "inform_kz"
    languages = ("ru",)
    hosts = ("inform.kz",)
    section_urls = ("https://www.inform.kz/ru/lenta?page={n}",)
