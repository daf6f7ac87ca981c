"""Kursiv Media Kazakhstan, Russian edition."""

from crawlers.networks.kursiv import KursivSpider


class KursivKz(KursivSpider):
    """Feed and sitemap."""

    name = "kursiv_kz"
    languages = ("ru",)
    evidence = (
        "2026: the feed worked in probes of September",
        *KursivSpider.evidence,
    )
    article_url = r"^https?://kz\.kursiv\.media/20\d\d-\d\d-\d\d/[^/]+/?$"
    feed_urls = ("https://kz.kursiv.media/feed/",)
    sitemap_urls = ("https://kz.kursiv.media/sitemaps/ru/sitemap.xml",)
