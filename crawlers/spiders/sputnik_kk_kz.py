"""Sputnik Kazakhstan, Kazakh edition.

In doubt: the feed, which was seen to work on other editions. Evidence: see `crawlers.networks.sputnik`.
"""

from crawlers.networks.sputnik import SputnikSpider


class SputnikKkKz(SputnikSpider):
    """See above."""

    name = "sputnik_kk_kz"
    publisher = "Sputnik Қазақстан"
    country = "KZ"
    region = "Astana"
    languages = ("kk",)
    timezone = "Asia/Almaty"
    hosts = ("sputnik.kz",)
    evidence = (
        "2026: a corpus crawler of both editions (form of addresses, blocks of text)",
        "2026: a probe of 19 to 24 September found the feed at this address on two editions",
        "2025: a list of selectors (headline, date, container)",
    )
    feed_urls = ("https://sputnik.kz/export/rss2/archive/index.xml",)
    section_urls = ("https://sputnik.kz/",)
