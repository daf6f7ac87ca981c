"""Repost.uz: Russian at the root and below sections, Uzbek below `/uz/`.

The facts rest on a research crawler of 2026 (the sitemaps of both editions, how addresses look), on
selectors of 2025 (headline, text) and on ad-block rules of 2026; the site itself was not reached. An
address is words, alone or below a section; it says no day.

In doubt: that the words of an article's address are several, with hyphens; a section's name is one.
`lastmod` moves with each correction. A feed (`/rss/`) stands in lists and in no probe.
"""

from crawlers.news_spider import NewsSpider


class RepostSpider(NewsSpider):
    """What the editions share."""

    publisher = "Repost.uz"
    country = "UZ"
    region = "Tashkent"
    timezone = "Asia/Tashkent"
    hosts = ("repost.uz",)
    title_css = "h1[itemprop=headline]"
    text_css = "div.article__content"
    remove_css = (".post__banner, .banner-center",)
