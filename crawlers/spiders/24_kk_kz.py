# ruff: noqa: N999 - see `24_kg.py`
"""24KZ, Kazakh edition.

In doubt: the list, of a project without a year, and the form of addresses, which one link shows.
Evidence: see `crawlers.networks.kz24`.
"""

from crawlers.networks.kz24 import Kz24Spider


class TwentyFourKkKz(Kz24Spider):
    """See above."""

    name = "24_kk_kz"
    languages = ("kk",)
    article_url = r"^https?://(?:www\.)?24\.kz/kz/zha-aly-tar/[a-z-]+/(?:item/)?\d+-[^/?#]+$"
    evidence = (
        "2026: a link to an article; an operator's notes of live runs",
        "undated: a reader of the list of news",
    )
    section_urls = ("https://24.kz/kz/zha-aly-tar",)
