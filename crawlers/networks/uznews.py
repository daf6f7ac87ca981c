"""UzNews.uz: two editions on one host.

The facts rest on a probe of the feed of September 2026, on a research crawler of 2026 (addresses and
sitemaps), and on selectors of the Uzbek edition of 2025; the site itself was not reached. An address is a
number, and says neither day nor language.

In doubt: whether `/news/` and a number is Russian only. The sitemaps (`/sitemap1.xml` to 12) give all
addresses one date, so each run would read them whole; they are left out.
"""

from crawlers.news_spider import NewsSpider


class UznewsSpider(NewsSpider):
    """What the editions share."""

    publisher = "UzNews.uz"
    country = "UZ"
    region = "Tashkent"
    timezone = "Asia/Tashkent"
    hosts = ("uznews.uz",)
    title_css = "h1.section-header-title"
    date_css = "span.section-header-date"
