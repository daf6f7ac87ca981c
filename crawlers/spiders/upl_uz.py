"""Upl.uz.

The facts rest on selectors of 2025 (headline, date, text), on ad-block rules of 2026, on crawlers of the
lists without a year and on links to articles of 2026; the site itself was not reached. It runs on DataLife
Engine: section, number, `-news.html`.
"""

from crawlers.news_spider import NewsSpider


class UplUz(NewsSpider):
    """See above."""

    name = "upl_uz"
    publisher = "Upl.uz"
    country = "UZ"
    region = "Tashkent"
    languages = ("ru",)
    timezone = "Asia/Tashkent"
    hosts = ("upl.uz",)
    article_url = r"^https?://(?:www\.)?upl\.uz/[a-z_-]+/\d+-[^/?#]*\.html$"
    evidence = (
        "2026: what is never text, in ad-block rules; a link to an article",
        "2025: headline, date, text and the home page as a list, in a selector list",
    )
    section_urls = ("https://upl.uz/",)
    title_css = "h1.post-title"
    date_css = "span[itemprop=datePublished]"
    text_css = "div[itemprop=articleBody]"
    remove_css = (".sticky-block",)
