"""Liter, Almaty.

In doubt: the feed, which was listed and not probed; and which addresses are articles: words, and in 2023 a
number of seconds behind them. Here those of four words and more, as headlines have; sections have two.
"""

from crawlers.news_spider import NewsSpider


class LiterKz(NewsSpider):
    """See above."""

    name = "liter_kz"
    publisher = "Liter.kz"
    country = "KZ"
    region = "Almaty"
    languages = ("ru",)
    timezone = "Asia/Almaty"
    hosts = ("liter.kz",)
    article_url = r"^https?://(?:www\.)?liter\.kz/[^/?#-]+(?:-[^/?#-]+){3,}/$"
    evidence = (
        "2026: the feed: listed, not probed",
        "2026: notes of an operator in Kazakhstan (the news sitemap brings articles)",
        "2023: an aggregator of the front page, and a link to an article",
        "undated: a scraper (container, the date in a meta element, what is no text)",
        "undated: the news sitemap, in use by a reader of sitemaps",
    )
    status = "modelled"
    feed_urls = ("https://liter.kz/feed/",)
    sitemap_urls = ("https://liter.kz/sitemap.news.xml",)
    section_urls = ("https://liter.kz/",)
    text_css = "div.news__text"
    remove_css = (".jnews_inline_related_post_wrapper",)
