"""DKNews.kz (Delovoy Kazakhstan), Almaty: editions on one host, told apart by the first part of the path.

The facts rest on links to articles of 2022 to 2026 (section, number and words), on an aggregator of 2023
(the Russian list) and on a list of feeds of 2026 that nobody probed; the site itself was not reached.

In doubt: which editions the feed has; what is not of an edition is not taken. Of the Kazakh edition no
address is known. Of the article's own page nothing is known, so there are no hints.
"""

from crawlers.news_spider import NewsSpider


class DknewsSpider(NewsSpider):
    """What the editions share."""

    publisher = "DKNews.kz"
    country = "KZ"
    region = "Almaty"
    timezone = "Asia/Almaty"
    hosts = ("dknews.kz",)
