"""Ozodi, Russian edition of RFE/RL for Tajikistan.

The feed was listed, not probed. Evidence: see `crawlers.networks.rferl`.
"""

from crawlers.networks.rferl import PLATFORM, RferlSpider


class OzodiRuTj(RferlSpider):
    """See above."""

    name = "ozodi_ru_tj"
    publisher = "Радио Озоди"
    country = "TJ"
    region = "Dushanbe"
    languages = ("ru",)
    timezone = "Asia/Dushanbe"
    hosts = ("rus.ozodi.org",)
    evidence = ("2026: a list of Tajik feeds", "2022: a link to an article", *PLATFORM)
    feed_urls = ("https://rus.ozodi.org/api/z-pqp_eu-r",)
    sitemap_urls = ("https://rus.ozodi.org/sitemap.xml",)
    section_urls = ("https://rus.ozodi.org/",)
