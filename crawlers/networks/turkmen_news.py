"""Turkmen.news, an exile newsroom: Russian on the host itself, English on en.

The facts rest on lists of feeds of 2026 and on links to articles; the sites themselves were not reached.
Somebody noted in 2026 that the certificates of exile hosts were sent without their chain; where that is so,
nothing is fetched, as certificates are checked.

The feeds are listed, not probed; they alone say what is an article.
"""

from crawlers.news_spider import NewsSpider


class TurkmenNewsSpider(NewsSpider):
    """What the editions share."""

    publisher = "Turkmen.news"
    country = "TM"
    timezone = "Asia/Ashgabat"
