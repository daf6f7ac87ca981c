"""Trend, English edition. Evidence: see `crawlers.networks.trend_az`."""

from crawlers.networks.trend_az import TrendAzSpider


class TrendEnAz(TrendAzSpider):
    """On `en.` and, as pages and feeds of 2026 show, on `www.`"""

    name = "trend_en_az"
    languages = ("en",)
    hosts = ("en.trend.az", "trend.az")
    status = "modelled"
    evidence = (
        "2026: probes of March and September read all three feeds, 25 items, in English on www. too",
        "2026: a reduced page of www. that a project keeps: container, what is never text",
        "2024-2026: links to articles on both hosts",
    )
    feed_urls = (
        "https://en.trend.az/rss",
        "https://en.trend.az/feeds/index.rss",
        "https://www.trend.az/rss/",
    )
