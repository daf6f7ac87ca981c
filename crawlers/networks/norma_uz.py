"""Norma.uz, a legal and tax paper: Russian at the root, Uzbek below `/oz/`.

The facts rest on selectors of 2025 and a crawler without a year of the Uzbek list (headline, date, text),
on a reader of the Russian one without a year and on links to articles of 2024 to 2026; the site itself was
not reached. An article's address is a section and words, with underscores between them.

In doubt: which sections hold articles; those that links name are taken.
"""

from crawlers.news_spider import NewsSpider


class NormaUzSpider(NewsSpider):
    """What the editions share."""

    publisher = "Norma.uz"
    country = "UZ"
    region = "Tashkent"
    timezone = "Asia/Tashkent"
    hosts = ("norma.uz",)
    title_css = "h1.pos_0"
    date_css = "p.date"
    text_css = "div.fullText"
