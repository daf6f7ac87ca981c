"""Smolensk-i, Smolensk. The form of addresses is that of one link, a partner's text."""

from crawlers.news_spider import NewsSpider


class SmolenskIRu(NewsSpider):
    """See above."""

    name = "smolensk_i_ru"
    publisher = "Smolensk-i"
    country = "RU"
    region = "Smolensk"
    languages = ("ru",)
    timezone = "Europe/Moscow"
    hosts = ("smolensk-i.ru",)
    evidence = (
        "2024: a crawler of the home page, with headline and container",
        "undated: a link to an article",
    )
    article_url = r"^https?://(?:www\.)?smolensk-i\.ru/(?:[a-z-]+/)+[^/?#]+_\d+/?$"
    section_urls = ("https://smolensk-i.ru/",)
    links_css = "div.chronicle-posts article .entry-title a"
    title_css = "h1.entry-title"
    text_css = "div.entry-content"
