"""Tengrinews, English edition. Evidence: see `crawlers.networks.tengrinews`."""

from crawlers.networks.tengrinews import TengrinewsSpider


class TengrinewsEnKz(TengrinewsSpider):
    """The feed was listed, not probed."""

    name = "tengrinews_en_kz"
    languages = ("en",)
    hosts = ("en.tengrinews.kz",)
    feed_urls = ("https://en.tengrinews.kz/rss",)
    sitemap_urls = ("https://en.tengrinews.kz/en-sitemap-index.xml",)
    section_urls = ("https://en.tengrinews.kz/news/page/{n}/",)
