"""Trend, Russian edition. Evidence: see `crawlers.networks.trend_az`."""

from crawlers.networks.trend_az import TrendAzSpider


class TrendRuAz(TrendAzSpider):
    """The feed is listed, not probed; addresses as on the other hosts."""

    name = "trend_ru_az"
    languages = ("ru",)
    hosts = ("ru.trend.az",)
    evidence = ("2026: the feed is in lists, not probed; the form of addresses is that of the other hosts",)
    feed_urls = ("https://ru.trend.az/feeds/index.rss",)
