"""Diapazon, Aktobe: its list is what the button "more" loads, by entries, as JSON around HTML.

In doubt: how addresses of articles look today; what the lists link as an article is taken. Its pages have no
markup of a date, so many may have none. No feed, no sitemap.
"""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class DiapazonKz(NewsSpider):
    """See above."""

    name = "diapazon_kz"
    publisher = "Диапазон"
    country = "KZ"
    region = "Aktobe"
    languages = ("ru", "kk")
    timezone = "Asia/Aqtobe"
    hosts = ("diapazon.kz",)
    article_url = ANY_ADDRESS
    evidence = (
        "2026: notes of an operator in Kazakhstan (the list by offsets, no dates in the markup, no feed)",
        "2026: ad-block rules, what is never text",
        "undated: a reader of one section's list (JSON with HTML in `list`, classes of entries)",
    )
    section_urls = ("https://diapazon.kz/article/more-list?category=0&count=30&offset={30n}&viewType=main",)
    links_css = "li.news-cart a.news-cart__link"
    remove_css = ("div[id^='banner']",)
