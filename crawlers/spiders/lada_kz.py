"""Lada.kz, Aktau (DLE), Russian edition.

In doubt: the section's first page by its number (a poller asks for it without one), and the parts of the
sitemap that hold no news; what is no article's address is not taken. Where Kazakh texts are, nobody says.
"""

from crawlers.news_spider import NewsSpider


class LadaKz(NewsSpider):
    """See above."""

    name = "lada_kz"
    publisher = "Лада"
    country = "KZ"
    region = "Aktau"
    languages = ("ru",)
    timezone = "Asia/Aqtau"
    hosts = ("lada.kz",)
    # section/ or section/subsection/, then number-slug.html; other/ is advertising.
    article_url = r"^https?://(?:www\.)?lada\.kz/(?!other/)[a-z_-]+(?:/[a-z_-]+)?/\d+-[^/?#]+\.html$"
    evidence = (
        "2026: two projects that read the feed, one of them the section on ecology too, page by page",
        "2026: a reader of the news sitemap and of the articles' JSON-LD (headline, author, date, text)",
        "2026: links to articles of three sections",
        "2026: ad-block rules, what is never text",
        "undated: the sitemap, an index with parts for news",
    )
    status = "modelled"
    feed_urls = ("https://www.lada.kz/rss.xml",)
    sitemap_urls = ("https://www.lada.kz/sitemap.xml",)
    section_urls = ("https://www.lada.kz/aktau_news/ecology/page/{n}/",)
    remove_css = (".article-shared", ".right-col .tabss", "div[id^='banner']")
