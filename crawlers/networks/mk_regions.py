"""Regional editions of Moskovsky Komsomolets: an edition a host, in its own zone, with one template.

In doubt: whether `/news/1/` is the newest page of the list, as crawlers of 2025 count it. It answered 429 to
one that was fast (88 times in a run), so a crawl takes its time.
"""

from crawlers.news_spider import NewsSpider


class MkRegionsSpider(NewsSpider):
    """What the editions share."""

    country = "RU"
    languages = ("ru",)
    evidence = (
        "2026: notes of an operator: 429 when asked fast",
        "2024-2025: crawlers of two editions: the list, classes, the moment in an attribute",
        "2016-2026: links to articles of the main edition and of another region",
    )
    article_url = r"^https?://(?:(?:www|ast)\.)?mk(?:chita)?\.ru/[a-z-]+/20\d\d/\d\d/\d\d/[^/?#]+\.html$"
    # Advertisements in the list have a headline of their own class.
    links_css = "a.news-listing__item-link:not(:has(h3.news-listing__item_ad))"
    title_css = "main.article h1.article__title"
    # <time class="meta__text" datetime="2024-06-10T12:30:00+0300">
    date_css = "time.meta__text"
    text_css = "div.article__body"
    custom_settings = {"DOWNLOAD_DELAY": 5}  # noqa: RUF012 - as Scrapy declares it
