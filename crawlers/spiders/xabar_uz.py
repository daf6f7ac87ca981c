"""Xabar.uz, Uzbek edition.

The facts rest on selectors of 2025 (list, headline, date, text) and on a crawler of the list without a year
(which anchors are articles); the site itself was not reached. How the addresses of articles look is not
known, so only what these anchors name is one. The list gives `bugun, 14:20` and `20/11`, which is not read.

The Cyrillic and the Russian edition are known by name only. A feed (`/uz/rss`) stands in many lists and in
no probe.
"""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class XabarUz(NewsSpider):
    """See above."""

    name = "xabar_uz"
    publisher = "Xabar.uz"
    country = "UZ"
    region = "Tashkent"
    languages = ("uz",)
    timezone = "Asia/Tashkent"
    hosts = ("xabar.uz",)
    article_url = ANY_ADDRESS
    evidence = (
        "2025: list, headline, date and text, in a selector list",
        "undated: the list's anchors, in a crawler",
    )
    section_urls = ("https://xabar.uz/yangiliklar",)
    links_css = "p.news__item-title a"
    title_css = "h2.post__title"
    date_css = "span.date-time"
    text_css = "div.post__body"
