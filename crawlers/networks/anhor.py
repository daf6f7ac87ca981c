"""Anhor.uz: two editions on one host; Uzbek is below `/uzl/`.

The facts rest on a crawler of the Russian lists of 2026 (their anchors, the date `21.11.2026`, the
container), on selectors of the Uzbek edition of 2025, on a list of feeds of 2026 and on links to articles
of 2025 and 2026; the site itself was not reached.
"""

from crawlers.news_spider import NewsSpider


class AnhorSpider(NewsSpider):
    """What the editions share."""

    publisher = "Anhor.uz"
    country = "UZ"
    region = "Tashkent"
    timezone = "Asia/Tashkent"
    hosts = ("anhor.uz",)
    title_css = "h1.article__head"
    date_css = "span.posts-list__date.post-meta__date"
    text_css = "div.article__content"
