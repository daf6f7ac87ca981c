"""Azattyq, Russian edition of RFE/RL for Kazakhstan.

The feeds were in use, in which year is not known; each is of a section, and its identifier says nothing. Not
to be reached from within Kazakhstan, as a reader of 2026 notes. Evidence: see `crawlers.networks.rferl`.
"""

from crawlers.networks.rferl import PLATFORM, RferlSpider


class AzattyqRuKz(RferlSpider):
    """See above."""

    name = "azattyq_ru_kz"
    publisher = "Радио Азаттык"
    country = "KZ"
    region = "Almaty"
    languages = ("ru",)
    timezone = "Asia/Almaty"
    hosts = ("rus.azattyq.org",)
    evidence = (
        "2026: an operator's notes of live runs: blocked from an address in Kazakhstan",
        *PLATFORM,
        "undated: feeds and a list of news, in use then",
    )
    feed_urls = ("https://rus.azattyq.org/api/zororegtor", "https://rus.azattyq.org/api/zgroqe_uoq")
    sitemap_urls = ("https://rus.azattyq.org/sitemap.xml",)
    section_urls = ("https://rus.azattyq.org/", "https://rus.azattyq.org/z/360")
