"""NUR.KZ, Russian edition. Evidence: see `crawlers.networks.nur`."""

from crawlers.networks.nur import NurSpider


class NurKz(NurSpider):
    """The feed was told to work "as well" as the Kazakh one on 2026-09-06."""

    name = "nur_kz"
    languages = ("ru",)
    hosts = ("nur.kz",)
    feed_urls = ("https://www.nur.kz/rss/all.rss",)
    sitemap_urls = ("https://www.nur.kz/article-index-sitemap.xml",)
    section_urls = ("https://www.nur.kz/latest/",)
