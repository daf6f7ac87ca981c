"""Oxu.az, Azerbaijani edition.

The facts rest on one page of February 2025 that a project of 2026 keeps as a reduced test page (all
selectors, the form of the date and of the address) and on lists of feeds of 2026, not probed; the site
itself was not reached.

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
    timezone = "Asia/Baku"
    hosts = ("oxu.az",)
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
