"""Azadliq, Azerbaijani edition of RFE/RL.

The feed was listed, not probed. The clock in the head of a page is that of the reading, not of the
article. Evidence: see `crawlers.networks.rferl`.
"""

from crawlers.networks.rferl import PLATFORM, RferlSpider


class AzadliqAz(RferlSpider):
    """See above."""

    name = "azadliq_az"
    publisher = "Azadlıq Radiosu"
    country = "AZ"
    region = "Baku"
    languages = ("az",)
    timezone = "Asia/Baku"
    hosts = ("azadliq.org",)
    evidence = ("2026: a list of feeds by country; pages of the site in a corpus", *PLATFORM)
    feed_urls = ("https://www.azadliq.org/api/aororegtor",)
    sitemap_urls = ("https://www.azadliq.org/sitemap.xml",)
    section_urls = ("https://www.azadliq.org/",)
