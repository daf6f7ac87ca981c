"""Tengrinews, Kazakh edition. Evidence: see `crawlers.networks.tengrinews`."""

from crawlers.networks.tengrinews import TengrinewsSpider


class TengrinewsKkKz(TengrinewsSpider):
    """No feed is known."""

    name = "tengrinews_kk_kz"
    languages = ("kk",)
    hosts = ("kaz.tengrinews.kz",)
    sitemap_urls = ("https://kaz.tengrinews.kz/kk-sitemap-index.xml",)
    section_urls = ("https://kaz.tengrinews.kz/news/page/{n}/",)
