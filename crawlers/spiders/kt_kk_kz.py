"""Kazakhstan Today, Kazakh edition. Evidence: see also `crawlers.networks.kt`."""

from crawlers.networks.kt import KtSpider


class KtKkKz(KtSpider):
    """Its addresses are taken to be as those of the other editions."""

    name = "kt_kk_kz"
    languages = ("kk",)
    article_url = r"^https?://(?:www\.)?kt\.kz/kaz/[a-z_-]+/[^/?#]+_\d{9,}\.html$"
    evidence = ("2026: an automatic check of the feed, in March: fresh within 24 hours",)
    feed_urls = ("http://www.kt.kz/kaz/rss/",)
