"""Prikaspiyskaya Kommuna, Atyrau.

In doubt: other sections than the one of the news, of which no address is known. Of the article's own page
nothing is known, so there are no hints.
"""

from crawlers.news_spider import NewsSpider


class PricomKz(NewsSpider):
    """See above."""

    name = "pricom_kz"
    publisher = "Прикаспийская коммуна"
    country = "KZ"
    region = "Atyrau"
    languages = ("ru",)
    timezone = "Asia/Atyrau"
    hosts = ("pricom.kz",)
    article_url = r"^https?://(?:www\.)?pricom\.kz/novosti/[^/?#]+\.html$"
    evidence = (
        "2026: a monitor of Atyrau that reads the front page",
        "undated: a link to an article",
    )
    section_urls = ("https://pricom.kz/",)
