"""Alau TV, Kostanay (WordPress): an edition a host.

The facts rest on the text of pages in a web corpus of 2025 and 2026: addresses by number and by words, the
day above the text, and a clock in the page's head, which is that of the visit. The site itself was not
reached.

In doubt: the lists, of which no address is known, so the front pages are read; and which addresses by words
are articles: here those of four words and more, as headlines have. Of the markup nothing is known.
"""

from crawlers.news_spider import NewsSpider


class AlautvSpider(NewsSpider):
    """What both editions share."""

    publisher = "Алау TV"
    country = "KZ"
    region = "Kostanay"
    timezone = "Asia/Qostanay"
    article_url = r"^https?://(?:(?:www|kaz)\.)?alautv\.kz/(?:\?p=\d+|[a-z0-9]+(?:-[a-z0-9]+){3,}/?)$"
    evidence = ("2026: the text of pages in a web corpus (addresses, form of the date, what stands around)",)
