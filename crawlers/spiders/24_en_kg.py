# ruff: noqa: N999 - see `24_kg.py`
"""24.kg, English edition. Evidence: see `crawlers.networks.kg24`."""

from crawlers.networks.kg24 import Kg24Spider


class TwentyFourEnKg(Kg24Spider):
    """Feed and list are named by projects without a year, and were not probed."""

    name = "24_en_kg"
    languages = ("en",)
    article_url = r"^https?://(?:www\.)?24\.kg/english/\d+_[^/]*/$"
    feed_urls = ("https://24.kg/english/rss/",)
    section_urls = ("https://24.kg/english/",)
