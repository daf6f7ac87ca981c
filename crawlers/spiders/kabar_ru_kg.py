"""Kabar, Russian edition. Evidence: see `crawlers.networks.kabar`."""

from crawlers.networks.kabar import KabarSpider


class KabarRuKg(KabarSpider):
    """Known by links to its articles."""

    name = "kabar_ru_kg"
    languages = ("ru",)
    hosts = ("ru.kabar.kg",)
    article_url = r"^https?://ru\.kabar\.kg/news/[^/?#]+/?$"
    evidence = ("2025-2026: links to articles; the home page as a list is a guess",)
    section_urls = ("https://ru.kabar.kg/",)
