"""Spot.uz, Uzbek edition. Evidence: see `crawlers.networks.spot`."""

from crawlers.networks.spot import SpotSpider


class SpotUzUz(SpotSpider):
    """The feed is listed, not probed."""

    name = "spot_uz_uz"
    languages = ("uz",)
    article_url = r"^https?://(?:www\.)?spot\.uz/oz/20\d\d/\d\d/\d\d/[^/?#]+/?$"
    evidence = (
        "2026: the feed is listed, not probed; links to articles",
        "2023-2025: links to articles",
    )
    feed_urls = ("https://www.spot.uz/oz/rss/",)
