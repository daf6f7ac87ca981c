"""BaigeNews, Russian edition.

How the addresses of articles look is not known: what the feed names and what stands in the list is taken.
In doubt: the feed, which was listed, not probed. Of the Kazakh and English editions no address is known.
"""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class BaigenewsKz(NewsSpider):
    """See above."""

    name = "baigenews_kz"
    publisher = "BaigeNews.kz"
    country = "KZ"
    region = "Astana"
    languages = ("ru",)
    timezone = "Asia/Almaty"
    hosts = ("baigenews.kz",)
    article_url = ANY_ADDRESS
    evidence = (
        "2026: a list of feeds, not probed",
        "2023: an aggregator of the list of news",
        "undated: a reader of lists and articles (date, container)",
    )
    status = "modelled"
    feed_urls = ("https://baigenews.kz/news/rss/",)
    section_urls = ("https://baigenews.kz/news/",)
    links_css = ".finded__content__item a"
    text_css = "div.detail__text__container__alltext"
