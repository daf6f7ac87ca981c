"""Sputnik Kazakhstan, Russian edition.

In doubt: the feed, which was seen to work on other editions. Evidence: see `crawlers.networks.sputnik`.
"""

from crawlers.networks.sputnik import SputnikSpider


class SputnikKz(SputnikSpider):
    """See above."""

    name = "sputnik_kz"
    publisher = "Sputnik Казахстан"
    country = "KZ"
    region = "Astana"
    languages = ("ru",)
    timezone = "Asia/Almaty"
    hosts = ("ru.sputnik.kz",)
    evidence = (
        "2026: a corpus crawler of both editions (form of addresses, blocks of text)",
        "2026: a probe of 19 to 24 September found the feed at this address on two editions",
        "2025: a list of selectors (headline, date, container)",
        "2024: a city news reader (headline, container by their properties)",
        "2023: an aggregator of the list of news",
    )
    status = "modelled"
    feed_urls = ("https://ru.sputnik.kz/export/rss2/archive/index.xml",)
    section_urls = ("https://ru.sputnik.kz/news",)
