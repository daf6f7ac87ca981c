# ruff: noqa: N999 - named like its host, as an import of saved pages would name it; nothing imports the file
"""24.kg, Russian edition. Evidence: see `crawlers.networks.kg24`."""

from crawlers.networks.kg24 import Kg24Spider


class TwentyFourKg(Kg24Spider):
    """The feed worked on 2026-09-20, the list in crawlers of 2024 and 2025."""

    name = "24_kg"
    languages = ("ru",)
    # section/number_slug/; the other editions are sections of it.
    article_url = r"^https?://(?:www\.)?24\.kg/(?!english/|kyrgyzcha/)[a-z_]+/\d+_[^/]*/$"
    feed_urls = ("https://24.kg/rss/",)
    section_urls = ("https://24.kg/page_{n}/",)
