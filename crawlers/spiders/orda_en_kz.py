"""Orda, English edition. Evidence: see `crawlers.networks.orda`."""

from crawlers.networks.orda import OrdaSpider


class OrdaEnKz(OrdaSpider):
    """See above."""

    name = "orda_en_kz"
    languages = ("en",)
    hosts = ("en.orda.kz",)
    status = "modelled"
    sitemap_urls = ("https://en.orda.kz/sitemap/sitemap_news1.xml",)
    section_urls = ("https://en.orda.kz/",)
