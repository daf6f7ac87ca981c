"""Report, Azerbaijani edition. Evidence: see `crawlers.networks.report_az`."""

from crawlers.networks.report_az import ReportAzSpider


class ReportAz(ReportAzSpider):
    """The list showed its newest entries to a crawler of April 2026."""

    name = "report_az"
    languages = ("az",)
    status = "modelled"
    article_url = r"^https?://(?:www\.)?report\.az/(?:az/)?(?!az/|ru/|en/|rss/|son-xeberler/|public/)[a-z0-9-]+/[^/?#]+/?$"
    feed_urls = ("https://report.az/rss/",)
    section_urls = ("https://report.az/son-xeberler",)
    links_css = "a.news__item"
