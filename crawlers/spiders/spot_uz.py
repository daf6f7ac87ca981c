"""Spot.uz, Russian edition. Evidence: see `crawlers.networks.spot`."""

from crawlers.networks.spot import SpotSpider


class SpotUz(SpotSpider):
    """The feed worked in September 2026."""

    name = "spot_uz"
    languages = ("ru",)
    article_url = r"^https?://(?:www\.)?spot\.uz/ru/20\d\d/\d\d/\d\d/[^/?#]+/?$"
    evidence = (
        "2026: probes of the feed in September; links to articles",
        "2020-2025: links to articles",
    )
    feed_urls = ("https://www.spot.uz/rss/",)
