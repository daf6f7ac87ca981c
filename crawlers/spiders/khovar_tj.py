"""Khovar, Tajik edition. Evidence: see `crawlers.networks.khovar`."""

from crawlers.networks.khovar import KhovarSpider


class KhovarTj(KhovarSpider):
    """One feed worked in September 2026, the other is in use in an app."""

    name = "khovar_tj"
    languages = ("tg",)
    article_url = r"^https?://(?:www\.)?khovar\.tj/20\d\d/\d\d/[^/?#]+/?$"
    evidence = (
        "2026: a probe of `/rss/` in September; the other feed is listed, not probed",
        "2026: the address is inferred from a Russian one",
    )
    feed_urls = ("https://khovar.tj/rss/", "https://khovar.tj/feed/")
