"""Orda, Russian edition. Evidence: see `crawlers.networks.orda`."""

from crawlers.networks.orda import OrdaSpider


class OrdaKz(OrdaSpider):
    """See above."""

    name = "orda_kz"
    languages = ("ru",)
    hosts = ("orda.kz",)
    sitemap_urls = ("https://orda.kz/sitemap/sitemap_news1.xml",)
    section_urls = ("https://orda.kz/last-news/",)
