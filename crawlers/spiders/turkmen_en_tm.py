"""Turkmen.news, English edition. Evidence: see `crawlers.networks.turkmen_news`."""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.networks.turkmen_news import TurkmenNewsSpider


class TurkmenEnTm(TurkmenNewsSpider):
    """Links to articles are `/news/` and words."""

    name = "turkmen_en_tm"
    languages = ("en",)
    hosts = ("en.turkmen.news",)
    article_url = ANY_ADDRESS
    evidence = ("2026: the feed is listed, not probed; links to articles",)
    feed_urls = ("https://en.turkmen.news/rss",)
