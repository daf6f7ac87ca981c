"""APA, an agency of Baku, Azerbaijani edition.

In doubt: the editions in Russian and English, whose feeds answer with a page; they are not declared.
"""

from crawlers.news_spider import NewsSpider


class ApaAz(NewsSpider):
    """See above."""

    name = "apa_az"
    publisher = "APA"
    country = "AZ"
    region = "Baku"
    languages = ("az",)
    timezone = "Asia/Baku"
    hosts = ("apa.az",)
    status = "modelled"
    evidence = (
        "2026: probes of September read the feed: 50 items of 26 hours",
        "2026: a crawler of April: the counted list, classes, dates as 21 fevral 2026 17:44 (UTC +04:00)",
        "2026: an analysis of February: the form of addresses, 173 pages of the list",
    )
    article_url = r"^https?://(?:www\.)?apa\.az/[a-z-]+/[^/?#]+-\d+$"
    feed_urls = ("https://apa.az/rss",)
    section_urls = ("https://apa.az/all-news?page={n}",)
    title_css = "div.content_main .title_news"
    date_css = "div.date_news span.date"
    text_css = "div.news_content div.texts"
    remove_css = (".links_block",)
