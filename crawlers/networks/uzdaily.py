"""UzDaily: editions on one host, told apart by the first part of the path.

The facts rest on probes of the English feed of September 2026, on a crawler of the Russian lists of 2026
and on links to articles of 2026; the site itself was not reached. An article's address is several words
with hyphens; it says no day. Of the Uzbek edition nothing is known.
"""

from crawlers.news_spider import NewsSpider


class UzdailySpider(NewsSpider):
    """What the editions share."""

    publisher = "UzDaily"
    country = "UZ"
    region = "Tashkent"
    timezone = "Asia/Tashkent"
    hosts = ("uzdaily.uz",)
