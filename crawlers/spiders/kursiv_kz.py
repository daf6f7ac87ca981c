"""Kursiv Media Kazakhstan, Russian edition. Evidence: see `crawlers.networks.kursiv`."""

from crawlers.networks.kursiv import KursivSpider


class KursivKz(KursivSpider):
    """The feed worked in September 2026."""

    name = "kursiv_kz"
    languages = ("ru",)
    article_url = r"^https?://kz\.kursiv\.media/20\d\d-\d\d-\d\d/[^/]+/?$"
    feed_urls = ("https://kz.kursiv.media/feed/",)
    sitemap_urls = ("https://kz.kursiv.media/sitemaps/ru/sitemap.xml",)
