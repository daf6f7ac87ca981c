"""AZERTAC, Russian edition. Evidence: see `crawlers.networks.azertag`."""

from crawlers.networks.azertag import AzertagSpider


class AzertagRuAz(AzertagSpider):
    """The feed worked in September 2026."""

    name = "azertag_ru_az"
    languages = ("ru",)
    article_url = r"^https?://(?:www\.)?azertag\.az/ru/xeber/[^/?#]+-\d+$"
    feed_urls = ("https://azertag.az/ru/rss",)
