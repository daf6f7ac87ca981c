"""Sputnik Kyrgyzstan, Russian edition.

In doubt: the feed, which was seen to work on the Kyrgyz edition. Evidence: see `crawlers.networks.sputnik`.
"""

from crawlers.networks.sputnik import SputnikSpider


class SputnikKg(SputnikSpider):
    """See above."""

    name = "sputnik_kg"
    publisher = "Sputnik Кыргызстан"
    country = "KG"
    region = "Bishkek"
    languages = ("ru",)
    timezone = "Asia/Bishkek"
    hosts = ("ru.sputnik.kg",)
    evidence = (
        "2026: links to articles of 2016 to 2026",
        "2026: a probe of 19 to 24 September found the feed at this address on two editions",
        "2025: a reader of sitemaps by day",
        "2024: a city news reader (list, headline, container)",
    )
    feed_urls = ("https://ru.sputnik.kg/export/rss2/archive/index.xml",)
    section_urls = ("https://ru.sputnik.kg/Kyrgyzstan/",)
