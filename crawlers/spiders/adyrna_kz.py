"""Adyrna, Almaty, in Kazakh: the number alone is an article's address.

In doubt: that form, which is known of 2022. Its sitemap is not declared: it dates all of its 65,000
addresses to the day of the visit, so it says nothing of what is new.
"""

from crawlers.news_spider import NewsSpider


class AdyrnaKz(NewsSpider):
    """See above."""

    name = "adyrna_kz"
    publisher = "Адырна"
    country = "KZ"
    region = "Almaty"
    languages = ("kk",)
    timezone = "Asia/Almaty"
    hosts = ("adyrna.kz",)
    article_url = r"^https?://(?:www\.)?adyrna\.kz/(?:kk/)?post/\d+/?$"
    evidence = (
        "2026: notes of an operator in Kazakhstan (the front page: 148 links of five or six days)",
        "2023: an aggregator of the list of news",
        "2022: a link to an article",
    )
    section_urls = ("https://adyrna.kz/kk", "https://adyrna.kz/category/zhanalyktar")
