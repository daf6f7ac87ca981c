"""Ulysmedia, Russian edition. Evidence: see `crawlers.networks.ulysmedia`."""

from crawlers.networks.ulysmedia import UlysmediaSpider


class UlysmediaKz(UlysmediaSpider):
    """See above."""

    name = "ulysmedia_kz"
    languages = ("ru",)
    hosts = ("ulysmedia.kz",)
    evidence = (
        "2026: a monitor of the list of news",
        "2026: links to articles",
        "2023: an aggregator of the list of news",
    )
    section_urls = ("https://ulysmedia.kz/news/",)
