"""Review.uz, an economic monthly, Russian edition.

The facts rest on a probe of the feed of September 2026; the site itself was not reached. How the addresses
of articles look is not known for certain: `/post/` and words, in three links of uncertain worth. So the
feed alone says what is one.
"""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class ReviewUz(NewsSpider):
    """See above."""

    name = "review_uz"
    publisher = "Review.uz"
    country = "UZ"
    region = "Tashkent"
    languages = ("ru",)
    timezone = "Asia/Tashkent"
    hosts = ("review.uz",)
    article_url = ANY_ADDRESS
    evidence = ("2026: a probe of the feed in September",)
    feed_urls = ("https://review.uz/ru/rss",)
