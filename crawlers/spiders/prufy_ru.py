"""ProUfu, Ufa. In doubt: the list below `/news`, named by a crawler of about 2026 beside the home page."""

from crawlers.news_spider import NewsSpider


class PrufyRu(NewsSpider):
    """See above."""

    name = "prufy_ru"
    publisher = "ProУфу"
    country = "RU"
    region = "Ufa"
    languages = ("ru",)
    timezone = "Asia/Yekaterinburg"
    hosts = ("prufy.ru",)
    evidence = (
        "2026: a link to an article",
        "2024: a crawler of the home page, with headline and container",
    )
    article_url = r"^https?://(?:www\.)?prufy\.ru/news/[a-z_-]+/\d+-[^/?#]+?/?$"
    section_urls = ("https://prufy.ru/",)
    links_css = "div.news-list-news div.lenta-item a"
    title_css = "h1[itemprop=headline]"
    text_css = "div[itemprop=articleBody]"
