"""OC Media, of the whole Caucasus, English edition.

Articles and pages of the site lie side by side below the root; those of one word are left out.
"""

from crawlers.news_spider import NewsSpider


class OcMediaGe(NewsSpider):
    """See above."""

    name = "oc_media_ge"
    publisher = "OC Media"
    country = "GE"
    region = "Caucasus"
    languages = ("en",)
    timezone = "Asia/Tbilisi"
    hosts = ("oc-media.org",)
    evidence = (
        "2026: a probe of 3 October read the feed, with whole texts",
        "2026: links to articles and a monitor's form of them",
    )
    article_url = r"^https?://(?:www\.)?oc-media\.org/[a-z0-9]+-[a-z0-9-]+/$"
    feed_urls = ("https://oc-media.org/feed/",)
