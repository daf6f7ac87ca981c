"""Almaty Aqshamy, the city's evening paper, in Kazakh.

In doubt: the list, of which no address is known, so the front page is read. The edition in the Latin script,
under `/latyn/`, is not declared: nobody says where its lists are. Of the markup nothing is known.
"""

from crawlers.news_spider import NewsSpider


class AqshamnewsKz(NewsSpider):
    """See above."""

    name = "aqshamnews_kz"
    publisher = "Алматы ақшамы"
    country = "KZ"
    region = "Almaty"
    languages = ("kk",)
    timezone = "Asia/Almaty"
    hosts = ("aqshamnews.kz",)
    article_url = r"^https?://(?:www\.)?aqshamnews\.kz/(?:kz/)?article/[^/?#]+\.html$"
    evidence = (
        "2026: pages in a web corpus (addresses)",
        "2026: a link to an article, with the language before it",
    )
    section_urls = ("https://aqshamnews.kz/",)
