"""Forbes Kazakhstan, Russian edition.

No feed: one answers with a page, another did not answer in a probe of 2026. In doubt: whether the list is
filled by a script, as one of its readers drove a browser.
"""

from crawlers.news_spider import NewsSpider


class ForbesKz(NewsSpider):
    """See above."""

    name = "forbes_kz"
    publisher = "Forbes Kazakhstan"
    country = "KZ"
    region = "Almaty"
    languages = ("ru",)
    timezone = "Asia/Almaty"
    hosts = ("forbes.kz",)
    article_url = r"^https?://(?:www\.)?forbes\.kz/articles/[^/?#]+$"
    evidence = (
        "2026: links to articles",
        "2026: block rules for advertising (classes)",
        "undated: two readers of the list (its pages, the date, the container)",
    )
    section_urls = ("https://forbes.kz/news?page={n}",)
    date_css = "div.article__date"
    text_css = "article.inner-news, div.inner-news"
    remove_css = (".freedom__banner, .socialLink__block",)
