"""Kursiv Media Kazakhstan, English edition. Evidence: see `crawlers.networks.kursiv`."""

from crawlers.networks.kursiv import KursivSpider


class KursivEnKz(KursivSpider):
    """The feed was listed, not probed; the lists are read by a project of 2026."""

    name = "kursiv_en_kz"
    languages = ("en",)
    article_url = r"^https?://kz\.kursiv\.media/en/20\d\d-\d\d-\d\d/[^/]+/?$"
    feed_urls = ("https://kz.kursiv.media/en/feed/",)
    sitemap_urls = ("https://kz.kursiv.media/sitemaps/en/sitemap.xml",)
    section_urls = (
        "https://kz.kursiv.media/en/category/economics/",
        "https://kz.kursiv.media/en/category/banks-finance/",
        "https://kz.kursiv.media/en/category/investments/",
        "https://kz.kursiv.media/en/category/resources/",
    )
