"""Gazeta.uz, Russian edition."""

from crawlers.networks.gazeta import GazetaSpider


class GazetaUz(GazetaSpider):
    """Feed, sitemap and list."""

    name = "gazeta_uz"
    languages = ("ru",)
    evidence = (
        "2026: the feed worked in probes of September",
        "2025: the sitemap in use; crawlers that count the pages of the list",
        *GazetaSpider.evidence,
    )
    article_url = r"^https?://(?:www\.)?gazeta\.uz/ru/20\d\d/\d\d/\d\d/[^/]+/?$"
    feed_urls = ("https://www.gazeta.uz/ru/rss/",)
    sitemap_urls = ("https://www.gazeta.uz/sitemap/google-news-ru.xml",)
    section_urls = ("https://www.gazeta.uz/ru/list/news?page={n}",)
