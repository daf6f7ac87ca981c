"""eKaraganda.kz, Karaganda.

In doubt: how addresses of articles look; what the feed and the front page's list name is taken. A browser
without a screen meets a captcha there, plain requests do not.
"""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class EkaragandaKz(NewsSpider):
    """See above."""

    name = "ekaraganda_kz"
    publisher = "eKaraganda"
    country = "KZ"
    region = "Karaganda"
    languages = ("ru",)
    timezone = "Asia/Almaty"
    hosts = ("ekaraganda.kz",)
    article_url = ANY_ADDRESS
    evidence = (
        "2026: two projects that read the feed",
        "2026: notes of an operator in Kazakhstan (plain requests are answered)",
        "2024: a city-news parser (the front page's list, headline, container)",
    )
    feed_urls = ("https://ekaraganda.kz/rss.php",)
    section_urls = ("https://ekaraganda.kz/",)
    links_css = "ul.morelist li a"
    title_css = "div#newsread h1"
    text_css = "div.read"
