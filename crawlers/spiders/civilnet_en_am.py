"""CivilNet, English edition.

Its feed is left out: a probe of September 2026 was given a page instead, one of March a feed. In doubt:
whether the home page of the edition lists articles without a script; how Armenian addresses look.
"""

from crawlers.news_spider import NewsSpider


class CivilnetEnAm(NewsSpider):
    """See above."""

    name = "civilnet_en_am"
    publisher = "CivilNet"
    country = "AM"
    region = "Yerevan"
    languages = ("en",)
    timezone = "Asia/Yerevan"
    hosts = ("civilnet.am",)
    evidence = (
        "2026: a link to an article, older ones without a name behind the number",
        "undated: crawlers name the home page of the edition",
    )
    article_url = r"^https?://(?:www\.)?civilnet\.am/en/news/\d+(?:/[^/?#]+)?/?$"
    section_urls = ("https://www.civilnet.am/en/",)
