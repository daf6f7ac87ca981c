"""Gazeta.uz, Uzbek edition, in Latin (`/oz/`) and in Cyrillic script (`/uz/`)."""

from crawlers.networks.gazeta import GazetaSpider


class GazetaUzUz(GazetaSpider):
    """What both scripts carry is stored twice: two addresses, two texts."""

    name = "gazeta_uz_uz"
    languages = ("uz",)
    status = "modelled"
    evidence = (
        "2025: a crawler of the Latin list",
        "2022: a crawler of the Cyrillic list",
        "undated: the feed is in a list of feeds, not probed",
        *GazetaSpider.evidence,
    )
    article_url = r"^https?://(?:www\.)?gazeta\.uz/[ou]z/20\d\d/\d\d/\d\d/[^/]+/?$"
    feed_urls = ("https://www.gazeta.uz/uz/rss",)
    section_urls = (
        "https://www.gazeta.uz/oz/list/news?page={n}",
        "https://www.gazeta.uz/uz/list/news?page={n}",
    )
