"""Khovar, Russian edition. Evidence: see `crawlers.networks.khovar`."""

from crawlers.networks.khovar import KhovarSpider


class KhovarRuTj(KhovarSpider):
    """One feed is in use in an app of 2026; the other worked in a probe."""

    name = "khovar_ru_tj"
    languages = ("ru",)
    article_url = r"^https?://(?:www\.)?khovar\.tj/rus/20\d\d/\d\d/[^/?#]+/?$"
    evidence = (
        "2026: a probe of `/rss/` in September; the other feed is listed, not probed; a link to an article",
    )
    feed_urls = ("https://khovar.tj/rus/feed/", "https://khovar.tj/rss/")
