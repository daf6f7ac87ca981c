"""Tengrinews, Russian edition."""

from crawlers.networks.tengrinews import TengrinewsSpider


class TengrinewsKz(TengrinewsSpider):
    """The news, and the list of all of them."""

    name = "tengrinews_kz"
    languages = ("ru",)
    status = "modelled"
    hosts = ("tengrinews.kz",)
    evidence = (
        "2026: the feed gave 102 items of the day to a probe of 24 September",
        *TengrinewsSpider.evidence,
    )
    feed_urls = ("https://tengrinews.kz/news.rss",)
    sitemap_urls = ("https://tengrinews.kz/sitemap-index.xml",)
    section_urls = ("https://tengrinews.kz/news/page/{n}/",)
