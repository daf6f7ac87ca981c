"""Kabar, English edition. Evidence: see `crawlers.networks.kabar`."""

from crawlers.networks.kabar import KabarSpider


class KabarEnKg(KabarSpider):
    """Known by links to its articles."""

    name = "kabar_en_kg"
    languages = ("en",)
    hosts = ("en.kabar.kg",)
    article_url = r"^https?://en\.kabar\.kg/news/[^/?#]+/?$"
    evidence = ("2025-2026: links to articles; the home page as a list is a guess",)
    section_urls = ("https://en.kabar.kg/",)
