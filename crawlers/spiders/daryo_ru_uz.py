"""Daryo, Russian edition. Evidence: see `crawlers.networks.daryo`."""

from crawlers.networks.daryo import DaryoSpider


class DaryoRuUz(DaryoSpider):
    """Its home page as a list is a guess."""

    name = "daryo_ru_uz"
    languages = ("ru",)
    article_url = r"^https?://(?:www\.)?daryo\.uz/ru/20\d\d/\d\d/\d\d/[^/?#]+/?$"
    evidence = ("2026: addresses, in a research crawler; the home page as a list is a guess",)
    section_urls = ("https://daryo.uz/ru",)
