"""Moi Gorod, Oral (WordPress).

In doubt: whether it answers. A reader of 2024 met a challenge that wants JavaScript, an operator of 2026
read its search as plain pages; where it asks for a browser, nothing is read. Selectors are that reader's.
"""

from crawlers.news_spider import NewsSpider


class MgorodKz(NewsSpider):
    """See above."""

    name = "mgorod_kz"
    publisher = "Мой город"
    country = "KZ"
    region = "Oral"
    languages = ("ru", "kk")
    timezone = "Asia/Oral"
    hosts = ("mgorod.kz",)
    article_url = r"^https?://(?:www\.)?mgorod\.kz/news/[^/?#]+/?$"
    evidence = (
        "2026: notes of an operator in Kazakhstan: the search answers plain requests",
        "2026: a link to an article of 2023",
        "2024: a city-news parser (the list of Oral, headline, container), which met a challenge",
    )
    section_urls = ("https://mgorod.kz/nlocation/uralsk/",)
    links_css = "div.news-latest .news-item-in a.news-link-in-single"
    title_css = "h1.news-title"
    text_css = "div.news-single-content"
