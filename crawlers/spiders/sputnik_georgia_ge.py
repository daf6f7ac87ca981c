"""Sputnik Georgia, Russian edition.

A list of one city is known to work, so the country's own is the home page. The Georgian edition is on another
host, of which nothing is known. Evidence: see `crawlers.networks.sputnik`.
"""

from crawlers.networks.sputnik import SputnikSpider


class SputnikGeorgiaGe(SputnikSpider):
    """See above."""

    name = "sputnik_georgia_ge"
    publisher = "Sputnik Грузия"
    country = "GE"
    region = "Tbilisi"
    languages = ("ru",)
    timezone = "Asia/Tbilisi"
    hosts = ("sputnik-georgia.ru",)
    evidence = (
        "2024: a city news reader (list of Kutaisi, headline, container)",
        "2021: a link to an article",
    )
    section_urls = ("https://sputnik-georgia.ru/geo_Kutaisi/", "https://sputnik-georgia.ru/")
