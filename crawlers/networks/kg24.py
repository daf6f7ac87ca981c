"""24.kg: three editions on one host, told apart by the first part of the path.

The lists give the time of day alone, so their dates are not read. In doubt: whether the editions in English
and Kyrgyz have the same template today.
"""

from typing import ClassVar

from crawlers.news_spider import NewsSpider


class Kg24Spider(NewsSpider):
    """What the three editions share."""

    publisher = "24.kg"
    country = "KG"
    region = "Bishkek"
    timezone = "Asia/Bishkek"
    hosts = ("24.kg",)
    evidence: ClassVar[tuple[str, ...]] = (
        "2024-2025: crawlers that found headline, date and container",
        "2021-2026: links to articles; a page of January 2021 that somebody built a copy of",
    )
    title_css = "h1.newsTitle"
    text_css = "div.cont"
    author_css = "div.newsDate span[itemprop=author]"
    remove_css = ("div.poTeme", "div.social-links", "div.newsLink, div.newsPrintLink", "div.lineNews")
