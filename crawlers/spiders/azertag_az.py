"""AZERTAC, Azerbaijani edition. Evidence: see `crawlers.networks.azertag`."""

from crawlers.networks.azertag import AzertagSpider


class AzertagAz(AzertagSpider):
    """The list is counted: 21,600 pages in February 2026."""

    name = "azertag_az"
    languages = ("az",)
    article_url = r"^https?://(?:www\.)?azertag\.az/xeber/[^/?#]+-\d+$"
    feed_urls = ("https://azertag.az/rss",)
    section_urls = ("https://azertag.az/xeber?page={n}",)
