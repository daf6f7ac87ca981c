"""News.mn.

The facts rest on a probe of the home page of September 2026 (`article a`) and on links to articles of 2022
to 2026; the site itself was not reached. An address is a number.

`/rss` was no feed in a probe of May 2026 (404); `/feed/` is in a list of 2026, while the probe of September
found none; neither is declared. English and the traditional script are known by name only.
"""

from crawlers.news_spider import NewsSpider


class NewsMn(NewsSpider):
    """See above."""

    name = "news_mn"
    publisher = "News.mn"
    country = "MN"
    region = "Ulaanbaatar"
    languages = ("mn",)
    timezone = "Asia/Ulaanbaatar"
    hosts = ("news.mn",)
    article_url = r"^https?://(?:www\.)?news\.mn/r/\d+/?$"
    evidence = (
        "2026: a probe of the home page on 26 September; links to articles",
        "2022-2025: links to articles",
    )
    section_urls = ("https://news.mn/",)
    links_css = "article a"
