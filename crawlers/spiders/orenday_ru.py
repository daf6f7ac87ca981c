"""Orenday, Orenburg: an article's address ends in the day and time of its making."""

from crawlers.news_spider import NewsSpider


class OrendayRu(NewsSpider):
    """See above."""

    name = "orenday_ru"
    publisher = "Orenday"
    country = "RU"
    region = "Orenburg"
    languages = ("ru",)
    timezone = "Asia/Yekaterinburg"
    hosts = ("orenday.ru",)
    evidence = (
        "2024: a crawler of the home page, with headline and container",
        "2023: a link to an article and a crawler of the list",
    )
    article_url = r"^https?://(?:www\.)?orenday\.ru/news/\d{12}/?$"
    section_urls = ("https://orenday.ru/", "https://orenday.ru/news/")
    title_css = "h1"
    text_css = "div[itemprop=articleBody]"
