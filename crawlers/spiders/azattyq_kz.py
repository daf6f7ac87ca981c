"""Azattyq, Kazakh edition of RFE/RL.

Not to be reached from within Kazakhstan, as a reader of 2026 notes. Evidence: see `crawlers.networks.rferl`.
"""

from crawlers.networks.rferl import PLATFORM, RferlSpider


class AzattyqKz(RferlSpider):
    """See above."""

    name = "azattyq_kz"
    publisher = "Азаттық радиосы"
    country = "KZ"
    region = "Almaty"
    languages = ("kk",)
    timezone = "Asia/Almaty"
    hosts = ("azattyq.org",)
    evidence = (
        "2026: an operator's notes of live runs: blocked from an address in Kazakhstan",
        "2021: a link to an article",
        *PLATFORM,
    )
    sitemap_urls = ("https://www.azattyq.org/sitemap.xml",)
    section_urls = ("https://www.azattyq.org/",)
