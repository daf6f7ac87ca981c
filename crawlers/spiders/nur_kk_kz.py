"""NUR.KZ, Kazakh edition."""

from crawlers.networks.nur import NurSpider


class NurKkKz(NurSpider):
    """Feed, and a sitemap for the archive."""

    name = "nur_kk_kz"
    languages = ("kk",)
    status = "modelled"
    hosts = ("kaz.nur.kz",)
    evidence = (
        "2026: the feed gave 50 items to the author of an app on 6 September",
        *NurSpider.evidence,
    )
    feed_urls = ("https://kaz.nur.kz/rss/all.rss",)
    sitemap_urls = ("https://kaz.nur.kz/article-index-sitemap.xml",)
    section_urls = ("https://kaz.nur.kz/latest/",)
