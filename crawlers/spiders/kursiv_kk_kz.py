"""Kursiv Media Kazakhstan, Kazakh edition."""

from crawlers.networks.kursiv import KursivSpider


class KursivKkKz(KursivSpider):
    """No feed is known."""

    name = "kursiv_kk_kz"
    languages = ("kk",)
    article_url = r"^https?://kz\.kursiv\.media/kk/20\d\d-\d\d-\d\d/[^/]+/?$"
    sitemap_urls = ("https://kz.kursiv.media/sitemaps/kk/sitemap.xml",)
