"""Norma.uz, Russian edition. Evidence: see `crawlers.networks.norma_uz`."""

from crawlers.networks.norma_uz import NormaUzSpider


class NormaUz(NormaUzSpider):
    """The list is that of a reader without a year."""

    name = "norma_uz"
    languages = ("ru",)
    article_url = r"^https?://(?:www\.)?norma\.uz/novoe_v_zakonodatelstve/[^/?#]+/?$"
    evidence = (
        "2026: links to articles",
        "2025: headline, date and text of the Uzbek edition, in a selector list",
        "undated: the list, in a reader",
    )
    section_urls = ("https://www.norma.uz/novoe_v_zakonodatelstve?page={n}",)
