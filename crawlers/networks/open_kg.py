"""Open.kg: two editions on one host, told apart by the first part of the path.

The facts rest on the text of a page of 2026 (how lists are counted, the date `08.01.2026, 18:43`) and on
links to English articles of 2025 and 2026; the site itself was not reached. Much is rewritten from other
outlets, and the same text stands on mts.kg: near-duplicates across sites are to be expected.

In doubt: that Russian addresses are the English ones without `/en`; and the sections, of which only two are
known by name.
"""

from crawlers.news_spider import NewsSpider


class OpenKgSpider(NewsSpider):
    """What the editions share."""

    publisher = "Open.kg"
    country = "KG"
    region = "Bishkek"
    timezone = "Asia/Bishkek"
    hosts = ("open.kg",)
