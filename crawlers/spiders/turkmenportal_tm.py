"""Turkmenportal, Russian edition. Evidence: see `crawlers.networks.turkmenportal`."""

from crawlers.networks.turkmenportal import TurkmenportalSpider


class TurkmenportalTm(TurkmenportalSpider):
    """The list is that of crawlers of 2026; the feed is listed, not probed."""

    name = "turkmenportal_tm"
    languages = ("ru",)
    article_url = r"^https?://(?:www\.)?turkmenportal\.com/(?:ru/news/\d+-|(?:ru/)?blog/\d+/)[^/?#]+/?$"
    evidence = (
        "2026: list, addresses and container, in crawlers; the feed is listed, not probed",
        "2026: what is never text, in ad-block rules",
        "2021-2023: links to articles",
    )
    status = "modelled"
    feed_urls = ("https://turkmenportal.com/rss",)
    section_urls = ("https://turkmenportal.com/ru/news?page={n}",)
