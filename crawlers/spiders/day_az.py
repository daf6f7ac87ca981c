"""Day.az, Baku, news in Russian; the Azerbaijani section on the same host is left out.

It answered 403 to a probe from another network in September 2026. That is a refusal, and a crawl will say so:
nothing here works around it. Another address of its feed is gone (410).
"""

from crawlers.news_spider import NewsSpider


class DayAz(NewsSpider):
    """See above."""

    name = "day_az"
    publisher = "Day.Az"
    country = "AZ"
    region = "Baku"
    languages = ("ru",)
    timezone = "Asia/Baku"
    hosts = ("news.day.az",)
    evidence = (
        "2026: a machine's check of March found the feed fresh; 403 from some networks in September",
        "2026: ad-block rules of August name the banners",
        "2019-2024: links to articles",
    )
    article_url = r"^https?://news\.day\.az/(?!azerinews/|rss/)[a-z]+/\d+\.html$"
    feed_urls = ("http://news.day.az/rss/all.rss",)
    remove_css = (".join-channels-wrapper", ".banner-wrapper")
