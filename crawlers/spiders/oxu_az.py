"""Oxu.az, Azerbaijani edition.

It answered 403 to plain clients in probes of February and September 2026. That is a refusal, and a crawl
will say so: nothing here works around it. Older addresses, `/section/number`, are taken too. The Russian
edition is on another host, of which nothing is known.
"""

from crawlers.news_spider import NewsSpider


class OxuAz(NewsSpider):
    """See above."""

    name = "oxu_az"
    publisher = "Oxu.az"
    country = "AZ"
    region = "Baku"
    languages = ("az",)
    status = "modelled"
    timezone = "Asia/Baku"
    hosts = ("oxu.az",)
    evidence = (
        "2026: feeds in a list, not probed; 403 to plain clients in probes of February and September 2026",
        "2025: a page of February that a project keeps, reduced: selectors, forms of date and address",
    )
    article_url = r"^https://(?:www\.)?oxu\.az/(?!tag/)[a-z-]+/[a-z0-9-]+$"
    feed_urls = ("https://oxu.az/rss",)
    title_css = "div.post-detail-title h1"
    # 08 fevral, 2025 / 09:22
    date_css = "div.post-detail-meta > span"
    text_css = "div.post-detail-content-inner"
    tags_css = "div.tag-area div.tag-item a"
    remove_css = (
        ".news-banner-custom",
        ".social-block2, .m-share-block",
        ".fonts-block, .post-detail-actions",
    )
