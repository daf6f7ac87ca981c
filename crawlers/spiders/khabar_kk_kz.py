"""Khabar, Kazakh edition. Evidence: see `crawlers.networks.khabar`."""

from crawlers.networks.khabar import KhabarSpider


class KhabarKkKz(KhabarSpider):
    """See above."""

    name = "khabar_kk_kz"
    languages = ("kk",)
    article_url = r"^https?://(?:www\.)?khabar\.kz/kk/news/(?:[^/?#]+/)*\d{5,}-[^/?#]+$"
    status = "modelled"
    sitemap_urls = ("https://khabar.kz/kk/xml-karta",)
    section_urls = ("https://khabar.kz/kk/news?start={20n}",)
