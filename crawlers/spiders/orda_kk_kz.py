"""Orda, Kazakh edition. Evidence: see `crawlers.networks.orda`."""

from crawlers.networks.orda import OrdaSpider


class OrdaKkKz(OrdaSpider):
    """See above."""

    name = "orda_kk_kz"
    languages = ("kk",)
    hosts = ("kaz.orda.kz",)
    sitemap_urls = ("https://kaz.orda.kz/sitemap/sitemap_news1.xml",)
    section_urls = ("https://kaz.orda.kz/",)
