# ruff: noqa: N999 - named like its host, as an import of saved pages would name it; nothing imports the file
"""24.kg, Russian edition."""

from crawlers.networks.kg24 import Kg24Spider


class TwentyFourKg(Kg24Spider):
    """The sections of the other editions are no articles of this one."""

    name = "24_kg"
    languages = ("ru",)
    status = "modelled"
    evidence = (
        "2026: the feed worked in a probe of 20 September",
        "2024-2025: crawlers of the list",
        *Kg24Spider.evidence,
    )
    # section/number_slug/; the other editions are sections of it.
    article_url = r"^https?://(?:www\.)?24\.kg/(?!english/|kyrgyzcha/)[a-z_]+/\d+_[^/]*/$"
    feed_urls = ("https://24.kg/rss/",)
    section_urls = ("https://24.kg/page_{n}/",)
