"""Podrobno.uz.

The facts rest on a probe of the feed of September 2026, on ad-block rules of 2026 (they show Bitrix) and on
links to articles of 2021 to 2026; the site itself was not reached. Of an Uzbek edition no address is known.
"""

from crawlers.news_spider import NewsSpider


class PodrobnoUz(NewsSpider):
    """See above."""

    name = "podrobno_uz"
    publisher = "Podrobno.uz"
    country = "UZ"
    region = "Tashkent"
    languages = ("ru",)
    timezone = "Asia/Tashkent"
    hosts = ("podrobno.uz",)
    article_url = r"^https?://(?:www\.)?podrobno\.uz/cat/[a-z_-]+/[^/?#]+/?$"
    evidence = (
        "2026: a probe of the feed in September; what is never text, in ad-block rules; links to articles",
        "2021-2025: links to articles",
    )
    feed_urls = ("https://podrobno.uz/rss/",)
    remove_css = ("div[class^='offer-'], .block_links", "a[href^='/bitrix/rk.php']")
