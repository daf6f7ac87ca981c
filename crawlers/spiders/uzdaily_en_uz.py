"""UzDaily, English edition. Evidence: see `crawlers.networks.uzdaily`."""

from crawlers.networks.uzdaily import UzdailySpider


class UzdailyEnUz(UzdailySpider):
    """The feed worked in September 2026."""

    name = "uzdaily_en_uz"
    languages = ("en",)
    article_url = r"^https?://(?:www\.)?uzdaily\.uz/en/[a-z0-9]+(?:-[a-z0-9]+)+/?$"
    evidence = ("2026: probes of the feed in September; links to articles",)
    feed_urls = ("https://www.uzdaily.uz/en/rss",)
