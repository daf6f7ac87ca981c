"""Report, Russian edition. Evidence: see `crawlers.networks.report_az`."""

from crawlers.networks.report_az import ReportAzSpider


class ReportRuAz(ReportAzSpider):
    """The list was read in 2024 as JSON; the feed is listed in 2026, not probed."""

    name = "report_ru_az"
    languages = ("ru",)
    article_url = r"^https?://(?:www\.)?report\.az/ru/[a-z0-9-]+/[^/?#]+/?$"
    feed_urls = ("https://report.az/ru/rss/",)
    section_urls = ("https://report.az/ru/news-feed/",)
