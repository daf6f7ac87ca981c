"""KTK, a television channel, Almaty, Russian edition.

In doubt: how addresses of articles look; what the news feed links is taken. Its server does not send the
whole chain of its certificate, which a client that checks refuses. What its button "more" loads wants a form
by POST, so what is older than the list is not found. Of the Kazakh edition no address is known.
"""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class KtkKz(NewsSpider):
    """See above."""

    name = "ktk_kz"
    publisher = "КТК"
    country = "KZ"
    region = "Almaty"
    languages = ("ru",)
    timezone = "Asia/Almaty"
    hosts = ("ktk.kz",)
    article_url = ANY_ADDRESS
    evidence = (
        "2026: notes of an operator in Kazakhstan (the certificate, the list's button, no sitemap)",
        "2023: an aggregator of the list",
    )
    section_urls = ("https://www.ktk.kz/ru/newsfeed",)
    links_css = ".row.newsfeed > article a"
