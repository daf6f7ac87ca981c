"""Metbuat.az, Baku: its own texts and those of other papers.

In doubt: which of two counted lists is read today, that of the home page or that of the papers; both have the
same addresses, and the second is declared.
"""

from crawlers.news_spider import NewsSpider


class MetbuatAz(NewsSpider):
    """See above."""

    name = "metbuat_az"
    publisher = "Metbuat.az"
    country = "AZ"
    region = "Baku"
    languages = ("az",)
    timezone = "Asia/Baku"
    hosts = ("metbuat.az",)
    status = "modelled"
    evidence = (
        "2026: a crawler of April: the feed, the counted list, classes, day and time apart",
        "2026: an analysis of February: addresses, 2039 pages, dates as 21 Fevral 2026 12:06",
        "undated: links to articles",
    )
    article_url = r"^https?://(?:www\.)?metbuat\.az/news/\d+/[^/?#]+\.html$"
    feed_urls = ("https://metbuat.az/rss.xml",)
    section_urls = ("https://metbuat.az/olke-metbuati.html?page={n}&per-page=30",)
    title_css = ".news_in_ttl"
    date_css = ".news_in_date"
    text_css = "article#maincontent"
    remove_css = (".fb-like", ".ainsyndication")
