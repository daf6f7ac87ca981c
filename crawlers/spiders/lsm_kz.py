"""LSM. Articles and lists both have addresses of one segment, so what the feed names and what stands in
the grid of a list is taken.

In doubt: whether the lists are filled by a script, as their reader drove a browser; and the feed, which
was listed as live, not probed. The page gives the day; the moment is in a field of the head that is named
like no standard.
"""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class LsmKz(NewsSpider):
    """See above."""

    name = "lsm_kz"
    publisher = "LSM.kz"
    country = "KZ"
    region = "Almaty"
    languages = ("ru",)
    timezone = "Asia/Almaty"
    hosts = ("lsm.kz",)
    article_url = ANY_ADDRESS
    evidence = (
        "2026: a crawler of the lists (grid, headline, day, container)",
        "2026: an operator's notes of live runs (date in the head, form of the day)",
        "2026: lists of feeds, not probed",
    )
    status = "modelled"
    feed_urls = ("https://lsm.kz/rss",)
    section_urls = (
        "https://lsm.kz/analytics",
        "https://lsm.kz/banks",
        "https://lsm.kz/exchange",
        "https://lsm.kz/property",
        "https://lsm.kz/taxes",
        "https://lsm.kz/projects",
        "https://lsm.kz/markets",
        "https://lsm.kz/company",
    )
    links_css = "#mainInnerRightGrid a:not([href*='/!'])"
    title_css = "h1#mainArticleLeftTextTopRightHead"
    date_css = "meta[property='og:article:published_time'], div#mainArticleLeftTextTopRightStatDate"
    text_css = "article#mainArticleLeftTextFulltext"
