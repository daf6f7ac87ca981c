"""Ulysmedia, Kazakh edition. No list of it is known, so the home page is read.

Evidence: see `crawlers.networks.ulysmedia`.
"""

from crawlers.networks.ulysmedia import UlysmediaSpider


class UlysmediaKkKz(UlysmediaSpider):
    """See above."""

    name = "ulysmedia_kk_kz"
    languages = ("kk",)
    hosts = ("qaz.ulysmedia.kz",)
    evidence = ("2026: links to articles",)
    section_urls = ("https://qaz.ulysmedia.kz/",)
