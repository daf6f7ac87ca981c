"""Abai.kz: editions on one host, told apart by the path; the number alone is an article's address.

The facts rest on the text of pages in a web corpus of 2026 (addresses of both editions, the form of the
date, a day in the page's head that is the visit's) and on links to articles of the years before; the site
itself was not reached.

In doubt: the lists, of which no address is known, so each edition's front page is read. Of the markup
nothing is known. The site names an edition in the Latin script too, of which no address is known.
"""

from crawlers.news_spider import NewsSpider


class AbaiSpider(NewsSpider):
    """What the editions share."""

    publisher = "Abai.kz"
    country = "KZ"
    region = "Almaty"
    languages = ("kk",)
    timezone = "Asia/Almaty"
    hosts = ("abai.kz",)
