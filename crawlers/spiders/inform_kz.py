"""Kazinform, Russian edition."""

from crawlers.networks.inform import InformSpider


class InformKz(InformSpider):
    """The feeds that are listed answer 404 or were not probed."""

    name = "inform_kz"
    languages = ("ru",)
    hosts = ("inform.kz",)
    evidence = (
        "2026: two readers of the list in August: 24 entries a page, about 168 a day, Astana's time",
        *InformSpider.evidence,
    )
    section_urls = ("https://www.inform.kz/ru/lenta?page={n}",)
