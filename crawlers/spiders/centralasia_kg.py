"""Centralasia.media, news of the five countries from Bishkek.

The facts rest on a crawler of 2021 (lists, text, the form of the date `6:11, 12 июля 2021`), on lists of
feeds and on links to articles of 2022; the site itself was not reached. That it belongs to the group of
24.kg is said and not shown.

In doubt: whether it is kept up; the feed is listed, not probed.
"""

from crawlers.news_spider import NewsSpider


class CentralasiaKg(NewsSpider):
    """See above."""

    name = "centralasia_kg"
    publisher = "Centralasia.media"
    country = "KG"
    region = "Bishkek"
    languages = ("ru",)
    timezone = "Asia/Bishkek"
    hosts = ("centralasia.media",)
    article_url = r"^https?://(?:www\.)?centralasia\.media/news:\d+(?:[/?]|$)"
    evidence = (
        "2026: listed as a news site; the feed is listed, not probed",
        "2021: lists, headline, date and container, in a crawler; links to articles",
    )
    status = "modelled"
    feed_urls = ("https://centralasia.media/rss",)
    section_urls = ("https://centralasia.media/category:1", "https://centralasia.media/category:2")
    title_css = "#maincontent div[style*='font-size: 20px']"
    date_css = "ul.newsToolbar"
    text_css = "div.newstext"
