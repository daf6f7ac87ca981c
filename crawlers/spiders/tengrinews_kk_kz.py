"""Tengrinews, Kazakh edition."""

from crawlers.networks.tengrinews import TengrinewsSpider


class TengrinewsKkKz(TengrinewsSpider):
    """No feed is known."""

    name = "tengrinews_kk_kz"
    languages = ("kk",)
    status = "modelled"
    hosts = ("kaz.tengrinews.kz",)
    evidence = (
        "2023: the list had 2,747 pages in November",
        *TengrinewsSpider.evidence,
    )
    sitemap_urls = ("https://kaz.tengrinews.kz/kk-sitemap-index.xml",)
    section_urls = ("https://kaz.tengrinews.kz/news/page/{n}/",)
