"""Azatlyk, Turkmen edition of RFE/RL. Evidence: see `crawlers.networks.rferl`."""

from crawlers.networks.rferl import PLATFORM, RferlSpider


class AzathabarTm(RferlSpider):
    """See above."""

    name = "azathabar_tm"
    publisher = "Azatlyk Radiosy"
    country = "TM"
    region = "Ashgabat"
    languages = ("tk",)
    timezone = "Asia/Ashgabat"
    hosts = ("azathabar.com",)
    evidence = ("2026: pages of the site in a corpus", *PLATFORM)
    sitemap_urls = ("https://www.azathabar.com/sitemap.xml",)
    section_urls = ("https://www.azathabar.com/",)
