"""Kazakhstanskaya Pravda, the state's Russian paper.

In doubt: the feed, which was listed, not probed. The page gives the day, not the time.
"""

from crawlers.news_spider import NewsSpider


class KazpravdaKz(NewsSpider):
    """See above."""

    name = "kazpravda_kz"
    publisher = "Казахстанская правда"
    country = "KZ"
    region = "Astana"
    languages = ("ru",)
    timezone = "Asia/Almaty"
    hosts = ("kazpravda.kz",)
    article_url = r"^https?://(?:www\.)?kazpravda\.kz/n/[^/?#]+/$"
    evidence = (
        "2026: a corpus crawler (index of sitemaps, form of addresses, headline, date, container, tags)",
        "2026: a list of feeds, not probed",
        "2025: two readers of articles (headline, date, container), one of the list of an issue",
        "2023: an aggregator of the home page",
    )
    status = "modelled"
    feed_urls = ("https://kazpravda.kz/rss/",)
    sitemap_urls = ("https://kazpravda.kz/sitemap.xml",)
    section_urls = ("https://kazpravda.kz/", "https://kazpravda.kz/r/stati/svezhiy-vypusk")
    title_css = "h1.article__title"
    date_css = "time.article__date"
    text_css = "div.article__body"
    tags_css = "div.article__tags a"
    remove_css = ("div.article__tags",)
