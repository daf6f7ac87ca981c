"""The Times of Central Asia, from Bishkek.

The facts rest on a probe of the feed of September 2026, on the text of a list of 2026 and on links to
articles of 2025 and 2026; the site itself was not reached. An article's address is several words at the
root; it says no day. A table of currencies stands at the top of each page, dozens of lines long.

In doubt: that no page about the paper itself has three words in its address.
"""

from crawlers.news_spider import NewsSpider


class TimescaKg(NewsSpider):
    """See above."""

    name = "timesca_kg"
    publisher = "The Times of Central Asia"
    country = "KG"
    region = "Bishkek"
    languages = ("en",)
    timezone = "Asia/Bishkek"
    hosts = ("timesca.com",)
    article_url = r"^https?://(?:www\.)?timesca\.com/[a-z0-9]+(?:-[a-z0-9]+){2,}/?$"
    evidence = (
        "2026: a probe of the feed in September; what surrounds the text; links to articles",
        "2025: links to articles",
    )
    feed_urls = ("https://timesca.com/feed/",)
