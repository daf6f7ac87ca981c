"""Gazeta.uz, English edition. Evidence: see `crawlers.networks.gazeta`."""

from crawlers.networks.gazeta import GazetaSpider


class GazetaEnUz(GazetaSpider):
    """The feed was listed, not probed; no list is known."""

    name = "gazeta_en_uz"
    languages = ("en",)
    article_url = r"^https?://(?:www\.)?gazeta\.uz/en/20\d\d/\d\d/\d\d/[^/]+/?$"
    feed_urls = ("https://www.gazeta.uz/en/rss/",)
