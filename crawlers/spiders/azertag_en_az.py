"""AZERTAC, English edition. Evidence: see `crawlers.networks.azertag`."""

from crawlers.networks.azertag import AzertagSpider


class AzertagEnAz(AzertagSpider):
    """The feed worked in September 2026."""

    name = "azertag_en_az"
    languages = ("en",)
    article_url = r"^https?://(?:www\.)?azertag\.az/en/xeber/[^/?#]+-\d+$"
    feed_urls = ("https://azertag.az/en/rss",)
