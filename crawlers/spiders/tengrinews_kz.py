"""Tengrinews, Russian edition. Evidence: see `crawlers.networks.tengrinews`."""

from crawlers.networks.tengrinews import TengrinewsSpider


class TengrinewsKz(TengrinewsSpider):
    """The feed gave 102 items of the same day on 2026-09-24."""

    name = "tengrinews_kz"
    languages = ("ru",)
    hosts = ("tengrinews.kz",)
    feed_urls = ("https://tengrinews.kz/news.rss",)
    sitemap_urls = ("https://tengrinews.kz/sitemap-index.xml",)
    section_urls = ("https://tengrinews.kz/news/page/{n}/",)
