"""IRK.ru, Irkutsk. In doubt: whether links of the list to comments have addresses of their own."""

from crawlers.news_spider import NewsSpider


class IrkRu(NewsSpider):
    """See above."""

    name = "irk_ru"
    publisher = "IRK.ru"
    country = "RU"
    region = "Irkutsk"
    languages = ("ru",)
    timezone = "Asia/Irkutsk"
    hosts = ("irk.ru",)
    evidence = (
        "2026: links to articles of October",
        "2024: a crawler of the list, with headline and container",
    )
    article_url = r"^https?://(?:www\.)?irk\.ru/news/(?:articles/)?20\d{6}/[a-z0-9_-]+/$"
    section_urls = ("https://www.irk.ru/news/",)
    links_css = "li.b-news-article-list-item a"
    title_css = "h1.lenta-article__title"
    text_css = "div.lenta-article__text.j-material-text"
