"""Gazeta.uz: editions on one host, told apart by the first part of the path.

The day is part of an article's address.
"""

from typing import ClassVar

from crawlers.news_spider import NewsSpider


class GazetaSpider(NewsSpider):
    """What the editions share."""

    publisher = "Gazeta.uz"
    country = "UZ"
    region = "Tashkent"
    timezone = "Asia/Tashkent"
    hosts = ("gazeta.uz",)
    evidence: ClassVar[tuple[str, ...]] = (
        "2022-2025: crawlers of both Uzbek scripts and the Russian edition: headline, lead, text, tags",
        "2016-2026: links to articles",
    )
    title_css = "h1#article_title, h1[itemprop='headline name']"
    date_css = "div.articleDateTime"
    text_css = "div.js-mediator-article.article-text, div[itemprop=articleBody]"
    tags_css = "div.articleTags a, span[itemprop=about]"
    remove_css = (
        ".smm-subscription-telegram, .middleboard, .bVerticalRectangle, .rightAppstore, .floating_banner",
        "a[href='/reklama']",
        "iframe",
    )
