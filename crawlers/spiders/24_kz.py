# ruff: noqa: N999 - named like its host, see `24_kg.py`
"""24KZ, Russian edition. The feeds were connected to a monitor of 2026, not probed.

Evidence: see `crawlers.networks.kz24`.
"""

from crawlers.networks.kz24 import Kz24Spider


class TwentyFourKz(Kz24Spider):
    """See above."""

    name = "24_kz"
    languages = ("ru",)
    article_url = r"^https?://(?:www\.)?24\.kz/ru/news/[a-z-]+/(?:item/)?\d+-[^/?#]+$"
    evidence = (
        "2026: an operator's notes of live runs; links to articles; feeds of a monitor, not probed",
        "2025: a list of selectors (headline, date, container)",
        "2024: a city news reader (lists by tag, headline, container)",
        "2023: an aggregator of the list of news",
    )
    status = "modelled"
    feed_urls = (
        "https://24.kz/ru/news?format=feed",
        "https://24.kz/ru/news/incidents?format=feed&type=rss",
    )
    section_urls = ("https://24.kz/ru/news",)
