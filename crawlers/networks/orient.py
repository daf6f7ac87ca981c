"""Orient: three editions on one host, told apart by the first part of the path.

The facts rest on lists of feeds and on links to articles of 2024 to 2026; the site itself was not reached.
It runs on Next.js: whether its home pages name articles without scripts is in doubt, and nobody is known to
have read them as lists. `/feed/` is listed too, for no edition.
"""

from crawlers.news_spider import NewsSpider


class OrientSpider(NewsSpider):
    """What the editions share."""

    publisher = "Orient"
    country = "TM"
    region = "Ashgabat"
    timezone = "Asia/Ashgabat"
    hosts = ("orient.tm",)
