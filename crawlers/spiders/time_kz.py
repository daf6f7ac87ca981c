"""Vremya, Almaty: the day is part of an article's address.

In doubt: whether blogs have such addresses too; they are not taken. Of the article's own page nothing is
known but a banner.
"""

from crawlers.news_spider import NewsSpider


class TimeKz(NewsSpider):
    """See above."""

    name = "time_kz"
    publisher = "Время"
    country = "KZ"
    region = "Almaty"
    languages = ("ru",)
    timezone = "Asia/Almaty"
    hosts = ("time.kz",)
    article_url = r"^https?://(?:www\.)?time\.kz/(?:news|articles)/[a-z_-]+/20\d\d/[01]\d/[0-3]\d/[^/?#]+$"
    evidence = (
        "2026: projects that read the feed",
        "2026: ad-block rules, what is never text",
        "2024: a link to an article; others of 2011, 2018 and 2023 have the same form",
        "2023: an aggregator of the list",
    )
    feed_urls = ("https://time.kz/rss",)
    section_urls = ("https://time.kz/news",)
    remove_css = (".rennab",)
