"""Norma.uz, Uzbek edition. Evidence: see `crawlers.networks.norma_uz`."""

from crawlers.networks.norma_uz import NormaUzSpider


class NormaUzUz(NormaUzSpider):
    """The list is that of selectors of 2025."""

    name = "norma_uz_uz"
    languages = ("uz",)
    article_url = r"^https?://(?:www\.)?norma\.uz/oz/(?:qonunchilikda_yangi|nhh_loyihalari)/[^/?#]+/?$"
    evidence = (
        "2026: links to articles",
        "2025: list, headline, date and text, in a selector list",
        "undated: the list's rows, in a crawler",
    )
    section_urls = ("https://www.norma.uz/oz/?page={n}&limit=28",)
