"""Tazabek, AKIpress's business paper. Evidence: see `crawlers.networks.akipress`.

In doubt: whether the feed gives its articles to any client, as its newer address does not.
"""

from crawlers.networks.akipress import AkipressSpider


class TazabekKg(AkipressSpider):
    """The feed passed a daily check of freshness in 2026; the list is that of a crawler without a year."""

    name = "tazabek_kg"
    publisher = "Tazabek"
    region = "Bishkek"
    languages = ("ru",)
    hosts = ("tazabek.kg",)
    article_url = r"^https?://(?:www\.)?tazabek\.kg/news:\d+(?:[/?]|$)"
    evidence = (
        "2026: a check of the feed's freshness; links to articles",
        "undated: the list, in a crawler",
    )
    feed_urls = ("http://www.tazabek.kg/rss/news.rss",)
    section_urls = ("https://www.tazabek.kg/lenta/page:{n}",)
