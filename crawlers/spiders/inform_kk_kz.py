"""Kazinform, Kazakh edition in Cyrillic script."""

from crawlers.networks.inform import InformSpider


class InformKkKz(InformSpider):
    """Feed and list."""

    name = "inform_kk_kz"
    languages = ("kk",)
    hosts = ("kaz.inform.kz",)
    evidence = (
        "2026: the feed gave 200 items on 6 September; the list is in a monitor's list",
        *InformSpider.evidence,
    )
    feed_urls = ("https://kaz.inform.kz/rss/kz.xml",)
    section_urls = ("https://kaz.inform.kz/lenta/",)
