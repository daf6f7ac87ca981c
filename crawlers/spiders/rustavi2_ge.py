"""Rustavi 2, a television station, news in Georgian.

In doubt: title, text and date, named by a crawler without a year. The head of the page has a clock
of its own, which shows the moment of the visit.
"""

from crawlers.news_spider import NewsSpider


class Rustavi2Ge(NewsSpider):
    """See above."""

    name = "rustavi2_ge"
    publisher = "რუსთავი 2"
    country = "GE"
    region = "Tbilisi"
    languages = ("ka",)
    timezone = "Asia/Tbilisi"
    hosts = ("rustavi2.ge",)
    evidence = (
        "2026: readers of the list; the text of a page of 2022: its address",
        "undated: a crawler of the archive: what is marked as the article",
    )
    article_url = r"^https?://(?:www\.)?rustavi2\.ge/ka/news/\d+$"
    section_urls = ("https://www.rustavi2.ge/ka/news",)
    title_css = "div[itemprop=name]"
    date_css = "div[itemprop=datePublished]"
    text_css = "span[itemprop=articleBody]"
