"""Gazeta.uz, English edition."""

from crawlers.networks.gazeta import GazetaSpider


class GazetaEnUz(GazetaSpider):
    """No list is known."""

    name = "gazeta_en_uz"
    languages = ("en",)
    evidence = (
        "undated: the feed is in a list of feeds, not probed",
        *GazetaSpider.evidence,
    )
    article_url = r"^https?://(?:www\.)?gazeta\.uz/en/20\d\d/\d\d/\d\d/[^/]+/?$"
    feed_urls = ("https://www.gazeta.uz/en/rss/",)
