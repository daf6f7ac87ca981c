"""Kabar, Kyrgyz edition. Evidence: see `crawlers.networks.kabar`."""

from crawlers.networks.kabar import KabarSpider


class KabarKg(KabarSpider):
    """The feed worked on 2026-09-19."""

    name = "kabar_kg"
    languages = ("ky",)
    hosts = ("kabar.kg",)
    article_url = r"^https?://(?:www\.)?kabar\.kg/news/(?!rss)[^/?#]+/?$"
    evidence = ("2026: a probe of the feed on 19 September",)
    feed_urls = ("https://kabar.kg/rss",)
