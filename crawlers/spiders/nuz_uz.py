"""NUZ.uz (Novosti Uzbekistana).

The facts rest on a probe of the feed of September 2026, on ad-block rules of 2026 and on links to articles
of 2025 and 2026; the site itself was not reached. The day is part of an article's address; older ones had
other addresses.
"""

from crawlers.news_spider import NewsSpider


class NuzUz(NewsSpider):
    """See above."""

    name = "nuz_uz"
    publisher = "NUZ.uz"
    country = "UZ"
    region = "Tashkent"
    languages = ("ru",)
    timezone = "Asia/Tashkent"
    hosts = ("nuz.uz",)
    article_url = r"^https?://(?:www\.)?nuz\.uz/20\d\d/\d\d/\d\d/[^/?#]+/?$"
    evidence = (
        "2026: a probe of the feed in September; what is never text, in ad-block rules; links to articles",
        "2025: links to articles",
    )
    feed_urls = ("https://nuz.uz/feed/",)
    remove_css = ("div[class*='adv-']",)
