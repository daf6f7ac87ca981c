"""Kloop, an independent newsroom.

The facts rest on an aggregator of 2025 (sitemaps, container, headline), on a probe of the feed in September
2026, on a crawler without a year (tags) and on links to articles of 2015 to 2021; the site itself was not
reached. The theme is Newspaper for WordPress. The day is part of an article's address.

Only what is below `/blog/` are articles. The archive are numbered sitemaps (`/post-sitemap40.xml` was the
newest in 2025); which one is the newest now is not known, so they are left out. Russian, Kyrgyz and Uzbek
share addresses, so they are one site.
"""

from crawlers.news_spider import NewsSpider


class KloopKg(NewsSpider):
    """See above."""

    name = "kloop_kg"
    publisher = "Kloop"
    country = "KG"
    region = "Bishkek"
    languages = ("ru", "ky", "uz")
    timezone = "Asia/Bishkek"
    hosts = ("kloop.kg",)
    article_url = r"^https?://(?:www\.)?kloop\.kg/blog/20\d\d/\d\d/\d\d/[^/?#]+/?$"
    evidence = (
        "2026: a probe of the feed in September",
        "2025: container, headline and addresses, in an aggregator",
        "undated: the tags, in a crawler",
    )
    status = "modelled"
    feed_urls = ("https://kloop.kg/feed/",)
    title_css = "h1.entry-title"
    text_css = "div.td-post-content"
    tags_css = "div.td-post-source-tags li a"
