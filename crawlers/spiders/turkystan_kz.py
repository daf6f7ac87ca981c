"""Turkystan, a weekly in Kazakh.

In doubt: the form of the date, which is that of its lists in 2023. Its sitemaps are numbered parts without
an index that anybody names, and nobody says whether they are dated; they are left out.
"""

from crawlers.news_spider import NewsSpider


class TurkystanKz(NewsSpider):
    """See above."""

    name = "turkystan_kz"
    publisher = "Түркістан"
    country = "KZ"
    region = "Almaty"
    languages = ("kk",)
    timezone = "Asia/Almaty"
    hosts = ("turkystan.kz",)
    article_url = r"^https?://(?:www\.)?turkystan\.kz/article/\d+-[^/?#]+$"
    evidence = (
        "2026: a link to an article",
        "2026: notes of an operator in Kazakhstan (plain requests are answered)",
        "2023: an aggregator of the front page (list, form of the date)",
        "undated: a crawler of the whole site (headline, date, container and what is no text in it)",
    )
    status = "modelled"
    section_urls = ("https://turkystan.kz/",)
    date_css = ".news-date"
    text_css = ".article-content"
    remove_css = (".article-share, .related-articles, .t25",)
