"""NUR.KZ, Russian edition."""

from crawlers.networks.nur import NurSpider


class NurKz(NurSpider):
    """Feed, and a sitemap for the archive."""

    name = "nur_kz"
    languages = ("ru",)
    hosts = ("nur.kz",)
    evidence = (
        "2026: the author of an app found on 6 September that the feed works as the Kazakh one does",
        *NurSpider.evidence,
    )
    feed_urls = ("https://www.nur.kz/rss/all.rss",)
    sitemap_urls = ("https://www.nur.kz/article-index-sitemap.xml",)
    section_urls = ("https://www.nur.kz/latest/",)
