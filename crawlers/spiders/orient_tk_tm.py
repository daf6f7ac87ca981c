"""Orient, Turkmen edition. Evidence: see `crawlers.networks.orient`."""

from crawlers.networks.orient import OrientSpider


class OrientTkTm(OrientSpider):
    """The feed is in use in lists, not probed; its addresses are inferred from the other editions."""

    name = "orient_tk_tm"
    languages = ("tk",)
    article_url = r"^https?://(?:www\.)?orient\.tm/tm/post/\d+/[^/?#]+/?$"
    evidence = (
        "2026: the addresses of the other editions, in links",
        "undated: the feed is listed, not probed",
    )
    feed_urls = ("https://orient.tm/tm/rss",)
