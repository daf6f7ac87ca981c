"""Gazeta.uz: editions on one host, told apart by the first part of the path.

The facts rest on crawlers of 2022 (both Uzbek scripts; headline, lead, text, tags), 2024 and 2025 (the same
classes), on probes of the feed of 2026-09-19 to 2026-09-24 and on links to articles of 2016 to 2026; the
site itself was not reached. The day is part of an article's address.
"""

from crawlers.news_spider import NewsSpider


class GazetaSpider(NewsSpider):
    """What the editions share."""

    publisher = "Gazeta.uz"
    country = "UZ"
    region = "Tashkent"
    timezone = "Asia/Tashkent"
    hosts = ("gazeta.uz",)
    title_css = "h1#article_title, h1[itemprop='headline name']"
    date_css = "div.articleDateTime"
    text_css = "div.js-mediator-article.article-text, div[itemprop=articleBody]"
    tags_css = "div.articleTags a, span[itemprop=about]"
    remove_css = (
        ".smm-subscription-telegram, .middleboard, .bVerticalRectangle, .rightAppstore, .floating_banner",
        "a[href='/reklama']",
        "iframe",
    )
