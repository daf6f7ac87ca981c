# ruff: noqa: N999 - named like its host; nothing imports the file
"""365info.kz, Almaty (WordPress): the month is part of an article's address.

In doubt: that form, which is known of 2019, and the column of the front page, which is known of 2023; all
addresses of articles on that page are taken.
"""

from crawlers.news_spider import NewsSpider


class ThreeSixFiveInfoKz(NewsSpider):
    """See above."""

    name = "365info_kz"
    publisher = "365info.kz"
    country = "KZ"
    region = "Almaty"
    languages = ("ru",)
    timezone = "Asia/Almaty"
    hosts = ("365info.kz",)
    article_url = r"^https?://(?:www\.)?365info\.kz/20\d\d/[01]\d/[^/?#]+/?$"
    evidence = (
        "2026: notes of an operator in Kazakhstan (plain requests are answered)",
        "2023: an aggregator of the front page",
        "2019: a link to an article",
    )
    section_urls = ("https://365info.kz/",)
