"""Daryo: editions on one host. Uzbek in Latin script has no language in its addresses; the others have one.

The facts rest on a reduced page of July 2026 (headline, text and what stands within it, JSON-LD with an
offset), on a research crawler of 2026 (all editions and their sitemaps), on selectors of 2025 (older
classes) and on links to articles of 2020 to 2026; the site itself was not reached. The day is part of an
article's address.

The feeds are of no use: `/feed/` is an empty shell, `/en/feed` did not answer (probes of September 2026).
The sitemaps (`/sitemap-oz-1.xml` to 34, `-uz-`, `-ru-`, `-en-`) are the archive in numbered parts, of which
nobody says which one grows; they are left out. Uzbek in Cyrillic script (`/uz/`) is not declared, as no
list of it is known.
"""

from crawlers.news_spider import NewsSpider


class DaryoSpider(NewsSpider):
    """What the editions share."""

    publisher = "Daryo"
    country = "UZ"
    region = "Tashkent"
    timezone = "Asia/Tashkent"
    hosts = ("daryo.uz",)
    title_css = "h1.news-section-main-content__title, h1.is-title.post-title.post-view-title"
    date_css = "time.post-date"
    text_css = "article.post-content.entry-content, div.post-content-wrap:not(:has(article.post-content))"
    author_css = "div.news-author-info__title"
    remove_css = ("div.source, div.back-share-container, div.tags-likes-content, section.comments-content",)
