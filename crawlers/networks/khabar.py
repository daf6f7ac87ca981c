"""Khabar, the state's television agency: two editions on one host, told apart by the path.

The facts rest on a corpus crawler of 2026: sitemaps, lists, form of addresses, headline, day and container.
The day stands within the container too. The sitemap names all since 2014 without dates, so what is new comes
of the lists, and the sitemap serves `backfill=1`.
"""

from crawlers.news_spider import NewsSpider


class KhabarSpider(NewsSpider):
    """What the editions share."""

    publisher = "Khabar"
    country = "KZ"
    region = "Astana"
    timezone = "Asia/Almaty"
    hosts = ("khabar.kz",)
    evidence = ("2026: a corpus crawler of both editions (sitemap, list, form of addresses, markup)",)
    title_css = "h1[itemprop=name]"
    date_css = "li.border-gredient-left"
    text_css = "div.iq-blog-box"
    tags_css = "div.iq-blog-tag a"
    remove_css = ("div.iq-blog-tag", "li.border-gredient-left")
