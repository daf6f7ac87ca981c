"""Turkmenportal, Turkmen edition. Evidence: see `crawlers.networks.turkmenportal`."""

from crawlers.networks.turkmenportal import TurkmenportalSpider


class TurkmenportalTkTm(TurkmenportalSpider):
    """The list is that of a crawler of 2026; the feed is in use in lists."""

    name = "turkmenportal_tk_tm"
    languages = ("tk",)
    article_url = r"^https?://(?:www\.)?turkmenportal\.com/tm/(?:news/\d+-|blog/\d+/)[^/?#]+/?$"
    evidence = ("2026: list, addresses and container, in crawlers; the feed is listed, not probed",)
    status = "modelled"
    feed_urls = ("https://turkmenportal.com/rss/tm",)
    section_urls = ("https://turkmenportal.com/tm/news",)
