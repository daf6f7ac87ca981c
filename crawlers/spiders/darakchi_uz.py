"""Darakchi.uz, a weekly, in Latin (`/oz/`) and Cyrillic script (`/uz/`).

The facts rest on the text of a page of 2026 and on crawlers of the lists without a year; the site itself
was not reached. An address is a number. The list declared is that of the Latin pages; links to Cyrillic
ones are taken where they occur.

In doubt: the classes, which are one crawler's; and the form of the date.
"""

from crawlers.news_spider import NewsSpider


class DarakchiUz(NewsSpider):
    """See above."""

    name = "darakchi_uz"
    publisher = "Darakchi"
    country = "UZ"
    region = "Tashkent"
    languages = ("uz",)
    timezone = "Asia/Tashkent"
    hosts = ("darakchi.uz",)
    article_url = r"^https?://(?:www\.)?darakchi\.uz/[ou]z/\d+/?$"
    evidence = (
        "2026: the address and what surrounds the text, in a page's text",
        "undated: the list and the container, in crawlers",
    )
    section_urls = ("https://darakchi.uz/oz/feeds?page={n}",)
    title_css = ".pg-article h1"
    text_css = "div.pg-article__text"
