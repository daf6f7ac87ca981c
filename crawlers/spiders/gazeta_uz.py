"""Gazeta.uz, Russian edition. Evidence: see `crawlers.networks.gazeta`."""

from crawlers.networks.gazeta import GazetaSpider


class GazetaUz(GazetaSpider):
    """The feed worked in September 2026, the sitemap in 2025; crawlers counted the list's pages."""

    name = "gazeta_uz"
    languages = ("ru",)
    article_url = r"^https?://(?:www\.)?gazeta\.uz/ru/20\d\d/\d\d/\d\d/[^/]+/?$"
    feed_urls = ("https://www.gazeta.uz/ru/rss/",)
    sitemap_urls = ("https://www.gazeta.uz/sitemap/google-news-ru.xml",)
    section_urls = ("https://www.gazeta.uz/ru/list/news?page={n}",)
