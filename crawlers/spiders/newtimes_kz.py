"""NewTimes, Russian edition. In doubt: the sitemap, which a project without a year reads."""

from crawlers.news_spider import NewsSpider


class NewtimesKz(NewsSpider):
    """See above."""

    name = "newtimes_kz"
    publisher = "NewTimes.kz"
    country = "KZ"
    region = "Almaty"
    languages = ("ru",)
    timezone = "Asia/Almaty"
    hosts = ("newtimes.kz",)
    article_url = r"^https?://(?:www\.)?newtimes\.kz/[a-z-]+/\d+-[^/?#]+$"
    evidence = (
        "2026: a probe of 19 to 24 September found the feed working",
        "2026: links to articles; a monitor of the list of news",
        "undated: a reader of the sitemap",
    )
    feed_urls = ("https://newtimes.kz/rss/",)
    sitemap_urls = ("https://newtimes.kz/sitemap.xml",)
    section_urls = ("https://newtimes.kz/novosti",)
