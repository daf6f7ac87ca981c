"""UzA, Russian edition. Evidence: see `crawlers.networks.uza`."""

from crawlers.networks.uza import UzaSpider


class UzaUz(UzaSpider):
    """One feed worked in September 2026, listed as Russian; the other was listed, not probed."""

    name = "uza_uz"
    languages = ("ru",)
    article_url = r"^https?://(?:www\.)?uza\.uz/ru/posts/[^/?#]+/?$"
    evidence = (
        "2026: a probe of one feed in September; the other is listed, not probed",
        "2025: headline, date and text, in a selector list",
    )
    feed_urls = ("https://uza.uz/rss/", "https://uza.uz/ru/rss")
