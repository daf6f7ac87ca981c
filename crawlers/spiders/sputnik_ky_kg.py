"""Sputnik Kyrgyzstan, Kyrgyz edition. Evidence: see `crawlers.networks.sputnik`."""

from crawlers.networks.sputnik import SputnikSpider


class SputnikKyKg(SputnikSpider):
    """See above."""

    name = "sputnik_ky_kg"
    publisher = "Sputnik Кыргызстан"
    country = "KG"
    region = "Bishkek"
    languages = ("ky",)
    timezone = "Asia/Bishkek"
    hosts = ("sputnik.kg",)
    evidence = ("2026: a probe of 19 to 24 September gave 100 items", "2017: a link to an article")
    feed_urls = ("https://sputnik.kg/export/rss2/archive/index.xml",)
