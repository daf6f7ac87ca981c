"""Otyrar, Shymkent (WordPress, the Newspaper theme): the month is part of an article's address.

In doubt: the selectors, which are of its AMP pages; that theme names the parts of both alike. Whether Kazakh
texts have such addresses too; they are not told apart.
"""

from crawlers.news_spider import NewsSpider


class OtyrarKz(NewsSpider):
    """See above."""

    name = "otyrar_kz"
    publisher = "Отырар"
    country = "KZ"
    region = "Shymkent"
    languages = ("ru", "kk")
    timezone = "Asia/Almaty"
    hosts = ("otyrar.kz",)
    article_url = r"^https?://(?:www\.)?otyrar\.kz/20\d\d/[01]\d/[^/?#]+/$"
    evidence = (
        "2025: a link to an article; another of 2018 has the same form",
        "2024: a city-news parser of the AMP pages (headline, container)",
        "2023: an aggregator of the front page (times with datetime)",
    )
    status = "modelled"
    section_urls = ("https://otyrar.kz/",)
    title_css = "div.td-post-header h1"
    text_css = "div.td-post-content"
