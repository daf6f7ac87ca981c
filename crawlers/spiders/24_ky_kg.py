# ruff: noqa: N999 - see `24_kg.py`
"""24.kg, Kyrgyz edition. Evidence: see `crawlers.networks.kg24`."""

from crawlers.networks.kg24 import Kg24Spider


class TwentyFourKyKg(Kg24Spider):
    """The list is that of a crawler without a year, which looked for other classes than are known here."""

    name = "24_ky_kg"
    languages = ("ky",)
    article_url = r"^https?://(?:www\.)?24\.kg/kyrgyzcha/\d+_[^/]*/$"
    section_urls = ("https://24.kg/kyrgyzcha/page_{n}/",)
