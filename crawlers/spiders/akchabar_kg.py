"""Akchabar, a finance portal.

The facts rest on an aggregator of 2025 (sitemap, headline, container) and on a link to an English article
of 2025; the site itself was not reached. The feed is dead (404 in a probe of September 2026).

In doubt: whether Russian articles stand below `/ru/` or at the root; both are taken here. The English
edition (`/en/news/`) is known by one link, and not declared. Rates, banks and credits, which the sitemap
names too, are no news.
"""

from crawlers.news_spider import NewsSpider


class AkchabarKg(NewsSpider):
    """See above."""

    name = "akchabar_kg"
    publisher = "Akchabar"
    country = "KG"
    region = "Bishkek"
    languages = ("ru",)
    timezone = "Asia/Bishkek"
    hosts = ("akchabar.kg",)
    article_url = r"^https?://(?:www\.)?akchabar\.kg/(?:ru/)?news/[^/?#]+/?$"
    evidence = ("2025: the sitemap, headline and container, in an aggregator; a link to an article",)
    sitemap_urls = ("https://www.akchabar.kg/sitemap.xml",)
    title_css = "h1.font-semibold"
    text_css = "div.ckeditor"
