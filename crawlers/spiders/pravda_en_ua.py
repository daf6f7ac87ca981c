"""Ukrainska Pravda, English edition. Evidence: see `crawlers.networks.pravda_ua`."""

from crawlers.networks.pravda_ua import PravdaUaSpider


class PravdaEnUa(PravdaUaSpider):
    """The feed is in lists of 2026, not probed."""

    name = "pravda_en_ua"
    languages = ("en",)
    evidence = ("2026: the feed is listed, not probed; links to articles",)
    article_url = r"^https?://(?:www\.)?pravda\.com\.ua/eng/(?:news|articles|columns)/20\d\d/\d\d/\d\d/\d+/?$"
    feed_urls = ("https://www.pravda.com.ua/eng/rss/",)
