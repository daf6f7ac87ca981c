"""Tengrinews, English edition."""

from crawlers.networks.tengrinews import TengrinewsSpider


class TengrinewsEnKz(TengrinewsSpider):
    """The list is a guess from those of the other editions."""

    name = "tengrinews_en_kz"
    languages = ("en",)
    hosts = ("en.tengrinews.kz",)
    evidence = (
        "undated: the feed is in a list of feeds, not probed",
        *TengrinewsSpider.evidence,
    )
    feed_urls = ("https://en.tengrinews.kz/rss",)
    sitemap_urls = ("https://en.tengrinews.kz/en-sitemap-index.xml",)
    section_urls = ("https://en.tengrinews.kz/news/page/{n}/",)
