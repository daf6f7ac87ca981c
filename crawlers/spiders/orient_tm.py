"""Orient, Russian edition. Evidence: see `crawlers.networks.orient`."""

from crawlers.networks.orient import OrientSpider


class OrientTm(OrientSpider):
    """Its home page as a list is a guess."""

    name = "orient_tm"
    languages = ("ru",)
    article_url = r"^https?://(?:www\.)?orient\.tm/ru/post/\d+/[^/?#]+/?$"
    evidence = ("2024-2026: links to articles; the home page as a list is a guess",)
    section_urls = ("https://orient.tm/ru",)
