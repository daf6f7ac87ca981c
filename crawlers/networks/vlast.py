"""Vlast: the editions are sections of one host.

Other sections than the news are known by name only, and left out. A crawler of 2026 found that the server
lets some clients wait and closes connections; it found no container that holds on all pages either, so the
one that is declared, of a reader without a year, is in doubt.
"""

from crawlers.news_spider import NewsSpider


class VlastSpider(NewsSpider):
    """What the editions share."""

    publisher = "Vlast.kz"
    country = "KZ"
    region = "Almaty"
    timezone = "Asia/Almaty"
    hosts = ("vlast.kz",)
    evidence = (
        "2026: a corpus crawler of the three sections (lists, form of addresses)",
        "2026: block rules for advertising (classes)",
        "2025: a reader of articles (headline, date)",
        "2023: an aggregator of the list of news",
        "undated: a reader of articles (container, date)",
    )
    date_css = "time.news-date.js-date-long"
    text_css = "div.default-item-desc, div.default-item-in.js-editor"
    remove_css = (".donate-vlast, .js-subscribe",)
