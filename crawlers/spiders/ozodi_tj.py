"""Ozodi, Tajik edition of RFE/RL.

A probe of 2026 found one of its feeds empty, so none is declared. Evidence: see `crawlers.networks.rferl`.
"""

from crawlers.networks.rferl import PLATFORM, RferlSpider


class OzodiTj(RferlSpider):
    """See above."""

    name = "ozodi_tj"
    publisher = "Радиои Озодӣ"
    country = "TJ"
    region = "Dushanbe"
    languages = ("tg",)
    timezone = "Asia/Dushanbe"
    hosts = ("ozodi.org",)
    evidence = (
        "2026: links to articles on mirrors; a feed that was empty",
        "2021: a link to an article",
        *PLATFORM,
    )
    sitemap_urls = ("https://www.ozodi.org/sitemap.xml",)
    section_urls = ("https://www.ozodi.org/",)
