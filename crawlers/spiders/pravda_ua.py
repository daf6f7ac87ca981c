"""Ukrainska Pravda, Ukrainian edition. Evidence: see `crawlers.networks.pravda_ua`."""

from crawlers.networks.pravda_ua import PravdaUaSpider


class PravdaUa(PravdaUaSpider):
    """The feed was fresh in March 2026."""

    name = "pravda_ua"
    languages = ("uk",)
    status = "modelled"
    evidence = (
        "2026: a machine's check of March found the feed fresh",
        "2026: a library of parsers with pages of October 2025 and January: addresses, classes, sitemap",
    )
    article_url = r"^https?://(?:www\.)?pravda\.com\.ua/(?:news|articles|columns)/20\d\d/\d\d/\d\d/\d+/?$"
    feed_urls = ("https://www.pravda.com.ua/rss/",)
