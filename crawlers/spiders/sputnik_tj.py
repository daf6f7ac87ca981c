"""Sputnik Tajikistan, Russian edition.

In doubt: the form of addresses, which is that of other editions. Evidence: see `crawlers.networks.sputnik`.
"""

from crawlers.networks.sputnik import SputnikSpider


class SputnikTj(SputnikSpider):
    """See above."""

    name = "sputnik_tj"
    publisher = "Sputnik Таджикистан"
    country = "TJ"
    region = "Dushanbe"
    languages = ("ru",)
    timezone = "Asia/Dushanbe"
    hosts = ("tj.sputniknews.ru",)
    evidence = (
        "2026: a probe of 19 to 24 September gave 100 items",
        "2024: a city news reader (list, headline, container)",
    )
    feed_urls = ("https://tj.sputniknews.ru/export/rss2/archive/index.xml",)
    section_urls = ("https://tj.sputniknews.ru/country/",)
