# ruff: noqa: N999 - named like its host; nothing imports the file
"""1in.am, English edition. How addresses of articles look is not known: what the feed names is taken."""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.networks.one_in import OneInSpider


class OneInEnAm(OneInSpider):
    """See above."""

    name = "1in_en_am"
    languages = ("en",)
    hosts = ("en.1in.am",)
    evidence = ("2026: a machine's check of March found the feed fresh",)
    article_url = ANY_ADDRESS
    feed_urls = ("http://en.1in.am/feed",)
