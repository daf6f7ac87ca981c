"""Azattyk, Russian edition of RFE/RL for Kyrgyzstan. Evidence: see `crawlers.networks.rferl`."""

from crawlers.networks.rferl import PLATFORM, RferlSpider


class AzattykRuKg(RferlSpider):
    """See above."""

    name = "azattyk_ru_kg"
    publisher = "Радио Азаттык"
    country = "KG"
    region = "Bishkek"
    languages = ("ru",)
    timezone = "Asia/Bishkek"
    hosts = ("rus.azattyk.org",)
    evidence = (*PLATFORM, "undated: crawlers of the list of news")
    sitemap_urls = ("https://rus.azattyk.org/sitemap.xml",)
    section_urls = ("https://rus.azattyk.org/", "https://rus.azattyk.org/z/4795")
