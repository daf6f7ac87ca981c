"""Anhor.uz, Uzbek edition. Evidence: see `crawlers.networks.anhor`."""

from crawlers.networks.anhor import AnhorSpider


class AnhorUzUz(AnhorSpider):
    """The list is that of selectors of 2025."""

    name = "anhor_uz_uz"
    languages = ("uz",)
    article_url = r"^https?://(?:www\.)?anhor\.uz/uzl/(?!category/|tag/|page/)[a-z-]+/[^/?#]+/?$"
    evidence = ("2026: links to articles", "2025: list, headline, date and text, in a selector list")
    status = "modelled"
    section_urls = ("https://anhor.uz/uzl",)
