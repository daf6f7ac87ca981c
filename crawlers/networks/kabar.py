"""Kabar, the state agency: an edition a host.

The facts rest on a probe of the Kyrgyz feed of September 2026, on links to Russian and English articles of
2025 and 2026 and on ad-block rules of 2026; the sites themselves were not reached.

In doubt: what the pages look like. Their home pages are read as lists, which nobody is known to have done.
The Russian feed of the old address (`/rus/rss`) is gone (410 in September 2026). A Chinese edition (cn.)
has numbers in its addresses; it is not declared.
"""

from crawlers.news_spider import NewsSpider


class KabarSpider(NewsSpider):
    """What the editions share."""

    publisher = "Kabar"
    country = "KG"
    region = "Bishkek"
    timezone = "Asia/Bishkek"
    remove_css = (".belta-informer, div[class*='top-banner'] a",)
