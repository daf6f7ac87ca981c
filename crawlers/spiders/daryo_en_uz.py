"""Daryo, English edition. Evidence: see `crawlers.networks.daryo`."""

from crawlers.networks.daryo import DaryoSpider


class DaryoEnUz(DaryoSpider):
    """Its home page as a list is a guess."""

    name = "daryo_en_uz"
    languages = ("en",)
    article_url = r"^https?://(?:www\.)?daryo\.uz/en/20\d\d/\d\d/\d\d/[^/?#]+/?$"
    evidence = ("2026: addresses, in a research crawler; the home page as a list is a guess",)
    section_urls = ("https://daryo.uz/en",)
