"""Panorama.am, English edition.

Its feed is dead (404 in September 2026). In doubt: the list, named by crawlers without a year. The Armenian
edition, below `/am/`, is known by one link only and not declared.
"""

from crawlers.news_spider import NewsSpider


class PanoramaEnAm(NewsSpider):
    """See above."""

    name = "panorama_en_am"
    publisher = "Panorama.am"
    country = "AM"
    region = "Yerevan"
    languages = ("en",)
    timezone = "Asia/Yerevan"
    hosts = ("panorama.am",)
    evidence = (
        "2018-2026: links to articles",
        "undated: crawlers name the list",
    )
    article_url = r"^https?://(?:www\.)?panorama\.am/en/news/20\d\d/\d\d/\d\d/[^/?#]+/\d+$"
    section_urls = ("https://www.panorama.am/en/news/",)
