"""Volga News, Samara. In doubt: whether the list of the home page goes on without a script."""

from crawlers.news_spider import NewsSpider


class VolgaNewsRu(NewsSpider):
    """See above."""

    name = "volga_news_ru"
    publisher = "Волга Ньюс"
    country = "RU"
    region = "Samara"
    languages = ("ru",)
    timezone = "Europe/Samara"
    hosts = ("volga.news",)
    evidence = (
        "2024: a crawler of the list, with headline and container",
        "2025: links to articles",
    )
    article_url = r"^https?://(?:www\.)?volga\.news/article/\d+\.html$"
    section_urls = ("https://volga.news/homepage",)
    title_css = "h1[itemprop=headline]"
    text_css = "div.b-article-body"
