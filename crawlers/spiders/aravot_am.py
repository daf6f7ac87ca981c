"""Aravot, Armenian edition. In doubt: feed and list, which are listed and not probed."""

from crawlers.networks.aravot import AravotSpider


class AravotAm(AravotSpider):
    """See above."""

    name = "aravot_am"
    languages = ("hy",)
    hosts = ("aravot.am",)
    evidence = (
        "2017: a link to an article",
        "undated: the feed is in lists; a crawler reads the list of news and names the form of addresses",
    )
    article_url = r"^https?://(?:www\.)?aravot\.am/20\d\d/\d\d/\d\d/\d+/?$"
    feed_urls = ("https://www.aravot.am/feed/",)
    section_urls = ("https://www.aravot.am/category/news/",)
