"""Tverigrad, Tver.

Paragraphs that begin with "Ранее" lead to other articles, or tell of them; they are left to the rules of
all sites.
"""

from crawlers.news_spider import NewsSpider


class TverigradRu(NewsSpider):
    """See above."""

    name = "tverigrad_ru"
    publisher = "Тверьград"
    country = "RU"
    region = "Tver"
    languages = ("ru",)
    timezone = "Europe/Moscow"
    hosts = ("tverigrad.ru",)
    evidence = (
        "2024: a crawler of the list, with headline and container",
        "2022: a link to an article",
    )
    article_url = r"^https?://(?:www\.)?tverigrad\.ru/publication/[a-z0-9-]+/$"
    section_urls = ("https://tverigrad.ru/publication/",)
    title_css = "h1[itemprop=headline]"
    text_css = "div#publication_text"
