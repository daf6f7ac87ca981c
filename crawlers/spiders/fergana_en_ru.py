"""Fergana, English edition. Evidence: see `crawlers.networks.fergana`."""

from crawlers.networks.fergana import FerganaSpider


class FerganaEnRu(FerganaSpider):
    """Known by links to its articles; its home page as a list is a guess."""

    name = "fergana_en_ru"
    languages = ("en",)
    hosts = ("en.fergana.agency", "en.fergana.news")
    article_url = r"^https?://en\.fergana\.(?:agency|news)/(?:news|articles)/\d+/?$"
    evidence = ("2025-2026: links to articles; the home page as a list is a guess",)
    section_urls = ("https://en.fergana.agency/",)
