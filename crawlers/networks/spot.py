"""Spot.uz, a business paper: two editions on one host, told apart by the first part of the path.

The facts rest on probes of the Russian feed of September 2026, on lists that name the Uzbek one, on a
research crawler of 2026 and on links to articles of 2020 to 2026; the site itself was not reached.
The day is part of an article's address.

The archive are sitemaps of a week each, named by its Monday (`/sitemap/materials-ru-2026-11-16.xml`,
`-oz-`); they want a day in their address, and are not declared. Classes are not known.
"""

from crawlers.news_spider import NewsSpider


class SpotSpider(NewsSpider):
    """What the editions share."""

    publisher = "Spot.uz"
    country = "UZ"
    region = "Tashkent"
    timezone = "Asia/Tashkent"
    hosts = ("spot.uz",)
