"""Azattyk, Kyrgyz edition of RFE/RL. Evidence: see `crawlers.networks.rferl`."""

from crawlers.networks.rferl import PLATFORM, RferlSpider


class AzattykKg(RferlSpider):
    """See above."""

    name = "azattyk_kg"
    publisher = "Азаттык"
    country = "KG"
    region = "Bishkek"
    languages = ("ky",)
    timezone = "Asia/Bishkek"
    hosts = ("azattyk.org",)
    evidence = ("2021: a link to an article", *PLATFORM)
    status = "modelled"
    sitemap_urls = ("https://www.azattyk.org/sitemap.xml",)
    section_urls = ("https://www.azattyk.org/",)
