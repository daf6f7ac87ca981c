"""AKIpress, the English edition, on a host of its own. Evidence: see `crawlers.networks.akipress`."""

from crawlers.networks.akipress import AkipressSpider


class AkipressEnKg(AkipressSpider):
    """Both feeds worked in September 2026: one in a probe, the other in a daily check of freshness."""

    name = "akipress_en_kg"
    publisher = "AKIpress"
    region = "Bishkek"
    languages = ("en",)
    hosts = ("akipress.com",)
    article_url = r"^https?://(?:www\.)?akipress\.com/news:\d+(?:[:/?]|$)"
    evidence = (
        "2026: a probe of one feed on 20 September, and a check of the other's freshness; links to articles",
        "2023-2025: links to articles, with and without words behind the number",
    )
    feed_urls = ("https://akipress.com/rss/", "http://www.akipress.com/rss/en.rss")
