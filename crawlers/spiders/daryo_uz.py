"""Daryo, Uzbek edition in Latin script. Evidence: see `crawlers.networks.daryo`."""

from crawlers.networks.daryo import DaryoSpider


class DaryoUz(DaryoSpider):
    """The list is that of selectors of 2025."""

    name = "daryo_uz"
    languages = ("uz",)
    article_url = r"^https?://(?:www\.)?daryo\.uz/20\d\d/\d\d/\d\d/[^/?#]+/?$"
    evidence = (
        "2026: a reduced page of July; addresses, in a research crawler",
        "2025: the list and older classes, in a selector list",
    )
    status = "modelled"
    section_urls = ("https://daryo.uz/yangiliklar",)
