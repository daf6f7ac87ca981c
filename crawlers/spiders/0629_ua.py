# ruff: noqa: N999 - named like its host; nothing imports the file
"""0629, Mariupol, a paper of the CitySites network; Ukrainian edition.

In doubt: the feed, which readers without a year name. Russian articles lie below `/ru/`; of their list
nothing is known.
"""

from crawlers.news_spider import NewsSpider


class ZeroSixTwentyNineUa(NewsSpider):
    """See above."""

    name = "0629_ua"
    publisher = "0629.com.ua"
    country = "UA"
    region = "Mariupol"
    languages = ("uk",)
    timezone = "Europe/Kyiv"
    hosts = ("0629.com.ua",)
    evidence = (
        "2026: links to articles",
        "undated: the feed is in use, not probed",
    )
    article_url = r"^https?://(?:www\.)?0629\.com\.ua/news/\d+/[^/?#]+$"
    feed_urls = ("https://www.0629.com.ua/rss",)
