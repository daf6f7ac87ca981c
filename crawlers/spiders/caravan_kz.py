"""Caravan, Almaty (WordPress).

In doubt: the feed, which was listed and not probed; the selectors, which are of January 2023, and the form
of the date there, which has no year or is in numbers; and which addresses are articles: here section and at
least three words.
"""

from crawlers.news_spider import NewsSpider


class CaravanKz(NewsSpider):
    """See above."""

    name = "caravan_kz"
    publisher = "Караван"
    country = "KZ"
    region = "Almaty"
    languages = ("ru",)
    timezone = "Asia/Almaty"
    hosts = ("caravan.kz",)
    article_url = r"^https?://(?:www\.)?caravan\.kz/(?!tag/|info/)[a-z_-]+/[^/?#-]+(?:-[^/?#-]+){2,}/$"
    evidence = (
        "2026: the feed: listed, not probed",
        "2026: a link to an article; another of 2020 has the same form and a number",
        "2026: ad-block rules, what is never text",
        "2023: a crawler of the list of news (counted pages, container, date)",
        "2023: an aggregator of the front page",
    )
    feed_urls = ("https://www.caravan.kz/rss/",)
    section_urls = ("https://www.caravan.kz/", "https://www.caravan.kz/news/page/{n}/")
    date_css = "time.full-breadcrumb__time"
    text_css = "div.full-article__text"
    remove_css = (".sm-list, .news_aggregator",)
