"""Khabar, Russian edition. Evidence: see `crawlers.networks.khabar`."""

from crawlers.networks.khabar import KhabarSpider


class KhabarKz(KhabarSpider):
    """See above."""

    name = "khabar_kz"
    languages = ("ru",)
    article_url = r"^https?://(?:www\.)?khabar\.kz/ru/news/(?:[^/?#]+/)*\d{5,}-[^/?#]+$"
    sitemap_urls = ("https://khabar.kz/ru/xml-karta",)
    section_urls = ("https://khabar.kz/ru/news?start={20n}",)
