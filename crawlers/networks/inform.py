"""Kazinform (Qazinform), the state agency: an edition a host, with one template.

Addresses end in 6 or 8 hexadecimal digits, one of 2011 in `_a` and a number.

The Chinese edition is not declared: one reader of 2026 met a challenge there, another did not. Of the
English and the Uzbek one no list is known. In doubt: the classes, which are one crawler's.
"""

from typing import ClassVar

from crawlers.news_spider import NewsSpider


class InformSpider(NewsSpider):
    """What the editions share."""

    publisher = "Kazinform"
    country = "KZ"
    region = "Astana"
    timezone = "Asia/Almaty"
    evidence: ClassVar[tuple[str, ...]] = (
        "2026: a crawler of the Latin-script edition of February; links to articles in lists",
        "2025: selectors of one crawler",
    )
    article_url = (
        r"^https?://(?:(?:www|kaz|qz)\.)?inform\.kz/(?:ru|news)/[^/]+(?:-[0-9a-f]{6}|-[0-9a-f]{8}|_a\d+)/?$"
    )
    title_css = "h1.article__title"
    date_css = "div.article__time"
    text_css = "div.article__body-text"
