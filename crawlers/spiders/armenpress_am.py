"""Armenpress, Armenian edition. Evidence: see `crawlers.networks.armenpress`."""

from crawlers.networks.armenpress import ArmenpressSpider


class ArmenpressAm(ArmenpressSpider):
    """Of the list only its address is known."""

    name = "armenpress_am"
    languages = ("hy",)
    evidence = (
        "2026: a crawler of articles, which came from the list",
        "2026: links to articles",
    )
    article_url = r"^https?://(?:www\.)?armenpress\.am/hy/article/\d+$"
    section_urls = ("https://armenpress.am/hy/articles/armenia",)
