# ruff: noqa: N999 - see `24_kg.py`
"""24.kg, English edition."""

from crawlers.networks.kg24 import Kg24Spider


class TwentyFourEnKg(Kg24Spider):
    """Below `/english/`."""

    name = "24_en_kg"
    languages = ("en",)
    evidence = (
        "undated: feed and list are named by projects, not probed",
        *Kg24Spider.evidence,
    )
    article_url = r"^https?://(?:www\.)?24\.kg/english/\d+_[^/]*/$"
    feed_urls = ("https://24.kg/english/rss/",)
    section_urls = ("https://24.kg/english/",)
