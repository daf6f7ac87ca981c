"""24.kg: three editions on one host, told apart by the first part of the path.

The facts rest on a page that somebody saved in January 2021 and built a copy of, on crawlers of 2024 and
2025 that still found the same headline, date and container, on a probe of the feed of 2026-09-20 and on
links to articles of 2021 to 2026; the site itself was not reached.

The lists give the time of day alone, so their dates are not read. In doubt: whether the editions in English
and Kyrgyz have the same template today.
"""

from crawlers.news_spider import NewsSpider


class Kg24Spider(NewsSpider):
    """What the three editions share."""

    publisher = "24.kg"
    country = "KG"
    region = "Bishkek"
    timezone = "Asia/Bishkek"
    hosts = ("24.kg",)
    title_css = "h1.newsTitle"
    text_css = "div.cont"
    author_css = "div.newsDate span[itemprop=author]"
    remove_css = ("div.poTeme", "div.social-links", "div.newsLink, div.newsPrintLink", "div.lineNews")
