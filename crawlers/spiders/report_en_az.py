"""Report, English edition. Evidence: see `crawlers.networks.report_az`."""

from crawlers.networks.report_az import ReportAzSpider


class ReportEnAz(ReportAzSpider):
    """The feed worked on 2026-09-20."""

    name = "report_en_az"
    languages = ("en",)
    article_url = r"^https?://(?:www\.)?report\.az/en/[a-z0-9-]+/[^/?#]+/?$"
    feed_urls = ("https://report.az/en/rss/",)
