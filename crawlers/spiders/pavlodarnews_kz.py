"""Pavlodarnews.kz, Pavlodar.

In doubt: the front page, whose entries are taken to have the classes of the lists by tag; only one of these
is known. How addresses of articles look nobody says; what entries link as a headline is taken.
"""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class PavlodarnewsKz(NewsSpider):
    """See above."""

    name = "pavlodarnews_kz"
    publisher = "Pavlodarnews.kz"
    country = "KZ"
    region = "Pavlodar"
    languages = ("ru",)
    timezone = "Asia/Almaty"
    hosts = ("pavlodarnews.kz",)
    article_url = ANY_ADDRESS
    evidence = (
        "2026: a list of sources that names the front page",
        "undated: a reader of a list by tag (counted pages, headline, date)",
    )
    section_urls = ("https://pavlodarnews.kz/", "https://pavlodarnews.kz/tag/politsiya?page={n}")
    links_css = "div.post-item h3.title a"
