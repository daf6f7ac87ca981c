"""NEWS.am: editions on one host, told apart by the first part of the path.

In doubt: the form of addresses today. English articles of 2026 lie below `/en/` without `.html`, older ones
below `/eng/`; for the other editions the newer form is taken by analogy. Thematic hosts (`tech.`, `style.`)
are not taken.
"""

from crawlers.news_spider import NewsSpider


class NewsAmSpider(NewsSpider):
    """What the editions share."""

    publisher = "NEWS.am"
    country = "AM"
    region = "Yerevan"
    timezone = "Asia/Yerevan"
    hosts = ("news.am",)
