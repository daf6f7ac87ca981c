"""Total. The day is part of an article's address."""

from crawlers.news_spider import NewsSpider


class TotalKz(NewsSpider):
    """See above."""

    name = "total_kz"
    publisher = "Total.kz"
    country = "KZ"
    region = "Almaty"
    languages = ("ru",)
    timezone = "Asia/Almaty"
    hosts = ("total.kz",)
    article_url = r"^https?://(?:www\.)?total\.kz/ru/news/[^/?#]+/(?!page-)[^/?#]+$"
    evidence = (
        "2026: a probe of 19 to 24 September found the feed working",
        "2025: a link to an article",
        "undated: a reader of the list and of articles (container)",
    )
    status = "modelled"
    feed_urls = ("https://total.kz/rss",)
    section_urls = ("https://total.kz/ru/news/page-{n}",)
    text_css = "div.article__post__body"
