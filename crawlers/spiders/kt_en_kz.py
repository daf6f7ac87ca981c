"""Kazakhstan Today, English edition. Evidence: see also `crawlers.networks.kt`."""

from crawlers.networks.kt import KtSpider


class KtEnKz(KtSpider):
    """The feed is another project's, which nobody probed."""

    name = "kt_en_kz"
    languages = ("en",)
    article_url = r"^https?://(?:www\.)?kt\.kz/eng/[a-z_-]+/[^/?#]+_\d{9,}\.html$"
    evidence = ("2026: a link to an article", "undated: the feed: listed, not probed")
    feed_urls = ("https://www.kt.kz/eng/rss",)
