"""Oxu24.com, Baku.

In doubt: whether the home page shows links to articles without a script; of lists and of the page's classes
nothing is known. The page glues the time to the day (22:3101 Fevral, 2021) and has a clock of its own.
"""

from crawlers.news_spider import NewsSpider


class Oxu24Az(NewsSpider):
    """See above."""

    name = "oxu24_az"
    publisher = "Oxu24.com"
    country = "AZ"
    region = "Baku"
    languages = ("az",)
    timezone = "Asia/Baku"
    hosts = ("oxu24.com",)
    evidence = ("2026: the text of a page of 2021: its address and date; the home page is a guess at a list",)
    article_url = r"^https?://(?:www\.)?oxu24\.com/az/read/\d+$"
    section_urls = ("https://oxu24.com/",)
