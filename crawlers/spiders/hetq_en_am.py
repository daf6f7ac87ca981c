"""Hetq, English edition. Of the page's classes nothing is known."""

from crawlers.networks.hetq import HetqSpider


class HetqEnAm(HetqSpider):
    """See above."""

    name = "hetq_en_am"
    languages = ("en",)
    evidence = (
        "2026: a probe of 20 September read the feed",
        "2015-2024: links to articles",
    )
    article_url = r"^https?://(?:www\.)?hetq\.am/en/article/\d+$"
    feed_urls = ("https://hetq.am/en/rss",)
