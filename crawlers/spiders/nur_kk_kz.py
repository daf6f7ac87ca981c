"""NUR.KZ, Kazakh edition. Evidence: see `crawlers.networks.nur`."""

from crawlers.networks.nur import NurSpider


class NurKkKz(NurSpider):
    """The feed gave 50 items on 2026-09-06."""

    name = "nur_kk_kz"
    languages = ("kk",)
    hosts = ("kaz.nur.kz",)
    feed_urls = ("https://kaz.nur.kz/rss/all.rss",)
    sitemap_urls = ("https://kaz.nur.kz/article-index-sitemap.xml",)
    section_urls = ("https://kaz.nur.kz/latest/",)
