"""RIA Voronezh. In doubt: how the list goes on; a crawler without a year counted its pages."""

from crawlers.news_spider import NewsSpider


class RiavrnRu(NewsSpider):
    """See above."""

    name = "riavrn_ru"
    publisher = "РИА «Воронеж»"
    country = "RU"
    region = "Voronezh"
    languages = ("ru",)
    timezone = "Europe/Moscow"
    hosts = ("riavrn.ru",)
    evidence = (
        "2024: a crawler of the list, with headline and container",
        "2022-2025: links to articles",
        "undated: a crawler of the counted list",
    )
    article_url = r"^https?://(?:www\.)?riavrn\.ru/news/(?!page/)[a-z0-9-]+/$"
    section_urls = ("https://riavrn.ru/news/",)
    links_css = "ul.news-list li a"
    title_css = "h1[itemprop=headline]"
    text_css = "div.article-text"
