"""Egemen Qazaqstan, the state's Kazakh paper.

A corpus crawler of 2026 found that the sitemaps of the Russian and English hosts name addresses that
answer 404, and of the edition in another script two sources say different things, so none of these is
declared.
"""

from crawlers.news_spider import NewsSpider


class EgemenKz(NewsSpider):
    """See above."""

    name = "egemen_kz"
    publisher = "Егемен Қазақстан"
    country = "KZ"
    region = "Astana"
    languages = ("kk",)
    timezone = "Asia/Almaty"
    hosts = ("egemen.kz",)
    article_url = r"^https?://(?:www\.)?egemen\.kz/article/\d+-[^/?#]+$"
    evidence = (
        "2026: a corpus crawler (sitemap, form of addresses, headline, container, author)",
        "2026: a probe of 19 to 24 September found the feed working",
        "2025: a list of selectors (headline, date, list)",
    )
    status = "modelled"
    feed_urls = ("https://egemen.kz/rss/",)
    sitemap_urls = ("https://egemen.kz/sitemap.xml",)
    section_urls = ("https://egemen.kz/last-news?page={n}",)
    title_css = "h1.responsive_title"
    date_css = "span.text-grey"
    text_css = "div[itemprop=articleBody]"
    author_css = "div.name-auth h4"
    remove_css = ("div.top-news.social-links",)
