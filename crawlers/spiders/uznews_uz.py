"""UzNews.uz, Russian edition. Evidence: see `crawlers.networks.uznews`."""

from crawlers.networks.uznews import UznewsSpider


class UznewsUz(UznewsSpider):
    """The feed worked in September 2026."""

    name = "uznews_uz"
    languages = ("ru", "uz")
    article_url = r"^https?://(?:www\.)?uznews\.uz/(?:ru/)?(?:news|posts)/\d+/?$"
    evidence = ("2026: a probe of the feed in September; addresses, in a research crawler",)
    feed_urls = ("https://uznews.uz/rss/",)
