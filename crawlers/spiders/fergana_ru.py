"""Fergana, Russian edition. Evidence: see `crawlers.networks.fergana`."""

from crawlers.networks.fergana import FerganaSpider


class FerganaRu(FerganaSpider):
    """The container is that of scrapers of 2022 and 2025; its home page as a list is a guess."""

    name = "fergana_ru"
    languages = ("ru",)
    hosts = ("fergana.agency", "fergana.news", "fergana.ru")
    article_url = r"^https?://(?:www\.)?fergana\.(?:agency|news|ru)/(?:news|articles)/\d+/?$"
    evidence = (
        "2025: headline, date and container, in a scraper",
        "2022: date and container, in a scraper",
        "undated: the addresses, in a crawler; the home page as a list is a guess",
    )
    status = "modelled"
    section_urls = ("https://fergana.agency/",)
