"""Kazakhstan Today (kt.kz), an agency: editions on one host, told apart by the first part of the path.

The facts rest on an undated spider (the Russian list, headline, date, container), on an aggregator of the
front page of 2023, on automatic checks of the Kazakh feed in March 2026 and on links to articles of 2006 to
2026; the site itself was not reached. An address ends in a number of nine digits or more.

In doubt: whether the template is the same in all editions and today.
"""

from crawlers.news_spider import NewsSpider


class KtSpider(NewsSpider):
    """What the editions share."""

    publisher = "Kazakhstan Today"
    country = "KZ"
    region = "Almaty"
    timezone = "Asia/Almaty"
    hosts = ("kt.kz",)
    title_css = "header.page-heading h1"
    date_css = "div.page-meta span"
    text_css = "div.page-content"
