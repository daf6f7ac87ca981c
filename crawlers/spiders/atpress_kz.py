"""AtyrauPress, Atyrau (Joomla), Russian edition: its list goes by entries, 12 a page.

In doubt: the other sections, of which no address is known. Of the article's own page nothing is known, so
there are no hints.
"""

from crawlers.news_spider import NewsSpider


class AtpressKz(NewsSpider):
    """See above."""

    name = "atpress_kz"
    publisher = "AtyrauPress"
    country = "KZ"
    region = "Atyrau"
    languages = ("ru",)
    timezone = "Asia/Atyrau"
    hosts = ("atpress.kz",)
    evidence = ("2026: a poller that reads the list of one section",)
    article_url = r"^https://(?:www\.)?atpress\.kz/ru/news/[a-z-]+/[^/?#]+$"
    section_urls = ("https://atpress.kz/ru/news/ekologiya?start={12n}",)
