"""AtyrauPress, Atyrau (Joomla), Russian edition: its list goes by entries, 12 a page.

The facts rest on a poller of 2026 that reads the list of one section; the site itself was not reached.

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
    article_url = r"^https://(?:www\.)?atpress\.kz/ru/news/[a-z-]+/[^/?#]+$"
    section_urls = ("https://atpress.kz/ru/news/ekologiya?start={12n}",)
