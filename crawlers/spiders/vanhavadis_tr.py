"""Van Havadis, Van. How addresses of articles look is not known: what the feed names is taken."""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class VanhavadisTr(NewsSpider):
    """See above."""

    name = "vanhavadis_tr"
    publisher = "Van Havadis"
    country = "TR"
    region = "Van"
    languages = ("tr",)
    timezone = "Europe/Istanbul"
    hosts = ("vanhavadis.com",)
    evidence = ("2026: a list of local feeds, found fresh on 22 and 23 September",)
    article_url = ANY_ADDRESS
    feed_urls = ("https://www.vanhavadis.com/rss",)
