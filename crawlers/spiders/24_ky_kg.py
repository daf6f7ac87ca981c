# ruff: noqa: N999 - see `24_kg.py`
"""24.kg, Kyrgyz edition."""

from crawlers.networks.kg24 import Kg24Spider


class TwentyFourKyKg(Kg24Spider):
    """Below `/kyrgyzcha/`."""

    name = "24_ky_kg"
    languages = ("ky",)
    evidence = (
        "undated: a crawler of the list, which looked for other classes than are known here",
        *Kg24Spider.evidence,
    )
    article_url = r"^https?://(?:www\.)?24\.kg/kyrgyzcha/\d+_[^/]*/$"
    section_urls = ("https://24.kg/kyrgyzcha/page_{n}/",)
