"""Newsler, Kirov. The form of addresses is that of one link of 2026."""

from crawlers.news_spider import NewsSpider


class NewslerRu(NewsSpider):
    """See above."""

    name = "newsler_ru"
    publisher = "Newsler.ru"
    country = "RU"
    region = "Kirov"
    languages = ("ru",)
    timezone = "Europe/Moscow"
    hosts = ("newsler.ru",)
    evidence = (
        "2026: a link to an article",
        "2024: a crawler of the list, with headline and container",
    )
    article_url = r"^https?://(?:www\.)?newsler\.ru/[a-z_-]+/20\d\d/\d\d/\d\d/[^/?#]+$"
    section_urls = ("https://www.newsler.ru/news",)
    links_css = "div.news-list div.block a"
    title_css = "h1"
    text_css = "div[itemprop=articleBody]"
