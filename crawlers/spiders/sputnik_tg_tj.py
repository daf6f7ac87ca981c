"""Sputnik Tajikistan, Tajik edition.

In doubt: nearly all. The host stands in one list of feeds; that it is the Tajik edition follows from the
hosts of Kazakhstan and Kyrgyzstan. Evidence: see `crawlers.networks.sputnik`.
"""

from crawlers.networks.sputnik import SputnikSpider


class SputnikTgTj(SputnikSpider):
    """See above."""

    name = "sputnik_tg_tj"
    publisher = "Sputnik Тоҷикистон"
    country = "TJ"
    region = "Dushanbe"
    languages = ("tg",)
    timezone = "Asia/Dushanbe"
    hosts = ("sputnik.tj",)
    evidence = ("undated: a list of feeds, not probed",)
    feed_urls = ("https://sputnik.tj/export/rss2/archive/index.xml",)
