"""Trend, Azerbaijani edition. Evidence: see `crawlers.networks.trend_az`."""

from crawlers.networks.trend_az import TrendAzSpider


class TrendAz(TrendAzSpider):
    """The feed is listed, not probed."""

    name = "trend_az"
    languages = ("az",)
    hosts = ("az.trend.az",)
    evidence = (
        "2026: the feed is in several lists, not probed",
        "2025: a crawler of the edition: the container, dates as 6 Dekabr 2025 15:49 (UTC +04:00)",
        "undated: links to articles",
    )
    feed_urls = ("https://az.trend.az/feeds/index.rss",)
    section_urls = ("https://az.trend.az/archive/",)
    links_css = "div.category-article a.article-link"
