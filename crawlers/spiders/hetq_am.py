"""Hetq, Armenian edition. In doubt: the feed, which is listed and not probed."""

from crawlers.networks.hetq import HetqSpider


class HetqAm(HetqSpider):
    """See above."""

    name = "hetq_am"
    languages = ("hy",)
    evidence = (
        "2026: the feed is listed, not probed; a link to an article",
        "2010-2025: links to articles",
    )
    article_url = r"^https?://(?:www\.)?hetq\.am/hy/article/\d+$"
    feed_urls = ("https://hetq.am/hy/rss",)
