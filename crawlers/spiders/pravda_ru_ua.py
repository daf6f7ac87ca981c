"""Ukrainska Pravda, Russian edition. Evidence: see `crawlers.networks.pravda_ua`."""

from crawlers.networks.pravda_ua import PravdaUaSpider


class PravdaRuUa(PravdaUaSpider):
    """The feed is in lists of 2026, not probed."""

    name = "pravda_ru_ua"
    languages = ("ru",)
    evidence = ("2026: the feed is listed, not probed; links to articles",)
    article_url = r"^https?://(?:www\.)?pravda\.com\.ua/rus/(?:news|articles|columns)/20\d\d/\d\d/\d\d/\d+/?$"
    feed_urls = ("https://www.pravda.com.ua/rus/rss/",)
