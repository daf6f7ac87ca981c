"""Kursiv Media Kazakhstan: three editions on one host, told apart by the first part of the path.

The day is part of an article's address;
Russian ones have no language before it.
"""

from typing import ClassVar

from crawlers.news_spider import NewsSpider


class KursivSpider(NewsSpider):
    """What the three editions share."""

    publisher = "Kursiv Media"
    country = "KZ"
    region = "Almaty"
    timezone = "Asia/Almaty"
    hosts = ("kz.kursiv.media",)
    evidence: ClassVar[tuple[str, ...]] = (
        "2026: a corpus crawler of May that read all three sitemaps: selectors, and what ends the text",
        "2025-2026: links to articles",
    )
    title_css = "h1.single-header__title, article.subcat-article h1"
    date_css = "time.single-publishing-time__date, div.subcat-article__header__date p"
    text_css = "div.single-body, main.single-body, div.single-content:not(:has(.single-body))"
    author_css = "div.author-card__name a, div.subcat-article__header__author-info p"
    remove_css = (".single-footer", ".single-read-also")
