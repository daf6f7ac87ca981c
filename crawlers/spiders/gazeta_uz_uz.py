"""Gazeta.uz, Uzbek edition, in Latin (`/oz/`) and in Cyrillic script (`/uz/`). Evidence: see
`crawlers.networks.gazeta`.
"""

from crawlers.networks.gazeta import GazetaSpider


class GazetaUzUz(GazetaSpider):
    """The lists are those of crawlers of 2025 and 2022; the feed was listed, not probed.

    What both scripts carry is stored twice: two addresses, two texts.
    """

    name = "gazeta_uz_uz"
    languages = ("uz",)
    article_url = r"^https?://(?:www\.)?gazeta\.uz/[ou]z/20\d\d/\d\d/\d\d/[^/]+/?$"
    feed_urls = ("https://www.gazeta.uz/uz/rss",)
    section_urls = (
        "https://www.gazeta.uz/oz/list/news?page={n}",
        "https://www.gazeta.uz/uz/list/news?page={n}",
    )
