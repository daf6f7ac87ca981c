"""Qalampir.uz, Uzbek edition: its list is what the button "more" loads, by entries.

In doubt: the size of a page, which is a parameter of the list, and whether it comes as HTML or as JSON
around it (in 2022 a list at another address did). Both are read. The sitemap was named, not probed.
"""

from crawlers.news_spider import NewsSpider


class QalampirUz(NewsSpider):
    """See above."""

    name = "qalampir_uz"
    publisher = "Qalampir.uz"
    country = "UZ"
    region = "Tashkent"
    languages = ("uz",)
    timezone = "Asia/Tashkent"
    hosts = ("qalampir.uz",)
    evidence = (
        "2025: a crawler: list, headline, date, text, tags; a list of selectors: a second container",
        "2022-2023: links to articles",
        "undated: the sitemap is named, not probed",
    )
    article_url = r"^https://(?:www\.)?qalampir\.uz/uz/news/[^/]+-\d+$"
    sitemap_urls = ("https://qalampir.uz/sitemap.xml",)
    section_urls = ("https://qalampir.uz/post/latest-ajax?id=latest&limit=20&offset={20n}",)
    title_css = ".title h1.text"
    date_css = "p[itemprop=datePublished]"
    text_css = ".content-main-titles, div.my-main-content"
    tags_css = ".tags span"
