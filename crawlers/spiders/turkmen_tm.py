"""Turkmen.news, Russian edition. Evidence: see `crawlers.networks.turkmen_news`."""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.networks.turkmen_news import TurkmenNewsSpider


class TurkmenTm(TurkmenNewsSpider):
    """A link to an article is a few words at the root."""

    name = "turkmen_tm"
    languages = ("ru",)
    hosts = ("turkmen.news",)
    article_url = ANY_ADDRESS
    evidence = ("2026: the feed is listed, not probed",)
    feed_urls = ("https://turkmen.news/feed/",)
