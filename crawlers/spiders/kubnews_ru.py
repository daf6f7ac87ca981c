"""Kubanskie Novosti, Krasnodar. The form of addresses is that of links to articles of 2016 to 2025."""

from crawlers.news_spider import NewsSpider


class KubnewsRu(NewsSpider):
    """See above."""

    name = "kubnews_ru"
    publisher = "Кубанские новости"
    country = "RU"
    region = "Krasnodar"
    languages = ("ru",)
    timezone = "Europe/Moscow"
    hosts = ("kubnews.ru",)
    evidence = (
        "2024: a crawler of the list, with headline and container",
        "2016-2025: links to articles",
    )
    article_url = r"^https?://(?:www\.)?kubnews\.ru/[a-z_-]+/20\d\d/\d\d/\d\d/[^/?#]+/$"
    section_urls = ("https://kubnews.ru/all/?type=news",)
    links_css = "a.card"
    title_css = "h1.material__name"
    text_css = "div.material__content"
