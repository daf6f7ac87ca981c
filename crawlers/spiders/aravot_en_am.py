"""Aravot, English edition. How addresses of articles look is not known: what the feed names is taken."""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.networks.aravot import AravotSpider


class AravotEnAm(AravotSpider):
    """See above."""

    name = "aravot_en_am"
    languages = ("en",)
    hosts = ("en.aravot.am",)
    evidence = ("2026: a machine's check of March found the feed fresh",)
    article_url = ANY_ADDRESS
    feed_urls = ("http://en.aravot.am/feed/",)
