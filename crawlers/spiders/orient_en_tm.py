"""Orient, English edition. Evidence: see `crawlers.networks.orient`."""

from crawlers.networks.orient import OrientSpider


class OrientEnTm(OrientSpider):
    """Its home page as a list is a guess."""

    name = "orient_en_tm"
    languages = ("en",)
    article_url = r"^https?://(?:www\.)?orient\.tm/en/post/\d+/[^/?#]+/?$"
    evidence = ("2024-2026: links to articles; the home page as a list is a guess",)
    section_urls = ("https://orient.tm/en",)
