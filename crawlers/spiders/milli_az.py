"""Milli.az, on the host `news.`.

The list below its own grows by script; the home page shows the newest. In doubt: whether the feed, checked
by a machine in March 2026, still answers.
"""

from crawlers.news_spider import NewsSpider


class MilliAz(NewsSpider):
    """See above."""

    name = "milli_az"
    publisher = "Milli.Az"
    country = "AZ"
    region = "Baku"
    languages = ("az",)
    timezone = "Asia/Baku"
    hosts = ("news.milli.az",)
    status = "modelled"
    evidence = (
        "2026: a machine's check of March found the feed fresh",
        "2026: a crawler of April: the sitemap, the list of the home page, classes",
        "2026: an analysis of February: addresses, dates as 20 Fevral 23:30",
    )
    article_url = r"^https?://news\.milli\.az/(?!tag/)[a-z]+/\d+\.html$"
    feed_urls = ("http://news.milli.az/rss/",)
    sitemap_urls = ("http://news.milli.az/sitemap_latest.php",)
    section_urls = ("https://news.milli.az/",)
    links_css = "ul.post-list2 > li strong.title a"
    date_css = "div.date-info"
    text_css = "div.article_text"
    remove_css = ("div.article-gallery",)
