"""AZERTAC, the state agency: editions on one host, told apart by the first part of the path.

In doubt: whether it answers us; a reader of September 2026 got 400 without a browser's User-Agent, and we
give our own. Pages for the visually impaired are on another host (`special.`) and not taken.
"""

from crawlers.news_spider import NewsSpider


class AzertagSpider(NewsSpider):
    """What the editions share."""

    publisher = "AZERTAC"
    country = "AZ"
    region = "Baku"
    timezone = "Asia/Baku"
    hosts = ("azertag.az",)
    evidence = (
        "2026: probes of September read the feeds: 50 items of 15 hours in the Azerbaijani one, no guid",
        "2026: an analysis of February: addresses, the counted list, dates as 21.02.2026 [19:22]",
        "2021-2026: links to articles of the English and the Russian edition",
    )
