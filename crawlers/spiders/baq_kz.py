"""BAQ.kz, Astana, Kazakh edition: words and a number in the address.

In doubt: the container, whose reader needed more than plain requests; the site answered an operator's plain
ones in 2026. The Russian edition, on `rus.`, is not declared: nobody says how its addresses look.
"""

from crawlers.news_spider import NewsSpider


class BaqKz(NewsSpider):
    """See above."""

    name = "baq_kz"
    publisher = "BAQ.KZ"
    country = "KZ"
    region = "Astana"
    languages = ("kk",)
    timezone = "Asia/Almaty"
    hosts = ("baq.kz",)
    article_url = r"^https?://(?:www\.)?baq\.kz/[^/?#]+-\d{5,}/$"
    evidence = (
        "2026: notes of an operator in Kazakhstan (search pages are plain HTML)",
        "2024: links to articles in two projects",
        "2023: an aggregator of the front page",
        "undated: a reader of lists by tag (container)",
    )
    section_urls = ("https://baq.kz/",)
    text_css = "div.news-text"
