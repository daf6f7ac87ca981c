"""Kursiv Media Kazakhstan, English edition."""

from crawlers.networks.kursiv import KursivSpider


class KursivEnKz(KursivSpider):
    """Feed, sitemap and the economic lists."""

    name = "kursiv_en_kz"
    languages = ("en",)
    status = "modelled"
    evidence = (
        "2026: a project reads these lists",
        "undated: the feed is in a list of feeds, not probed",
        *KursivSpider.evidence,
    )
    article_url = r"^https?://kz\.kursiv\.media/en/20\d\d-\d\d-\d\d/[^/]+/?$"
    feed_urls = ("https://kz.kursiv.media/en/feed/",)
    sitemap_urls = ("https://kz.kursiv.media/sitemaps/en/sitemap.xml",)
    section_urls = (
        "https://kz.kursiv.media/en/category/economics/",
        "https://kz.kursiv.media/en/category/banks-finance/",
        "https://kz.kursiv.media/en/category/investments/",
        "https://kz.kursiv.media/en/category/resources/",
    )
