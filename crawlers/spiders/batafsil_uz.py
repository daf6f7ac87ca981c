"""Batafsil.uz, in Uzbek.

The facts rest on selectors of 2025 (list, headline, date, text), on crawlers of the list without a year and
on a link to an article; the site itself was not reached. It runs on Bitrix. The list's button "more" loads
from `/cat/ajax/load.php`, whose parameters are not known in full; so only its first page is read. Of a
Russian edition no address is known.
"""

from crawlers.news_spider import NewsSpider


class BatafsilUz(NewsSpider):
    """See above."""

    name = "batafsil_uz"
    publisher = "Batafsil.uz"
    country = "UZ"
    region = "Tashkent"
    languages = ("uz",)
    timezone = "Asia/Tashkent"
    hosts = ("batafsil.uz",)
    article_url = r"^https?://(?:www\.)?batafsil\.uz/cat/[a-z_-]+/[^/?#]+/?$"
    evidence = (
        "2025: list, headline, date and text, in a selector list",
        "undated: the list's markup, in crawlers; a link to an article",
    )
    section_urls = ("https://batafsil.uz/all_news/",)
    title_css = "h1.post-title.entry-title"
    date_css = "time.entry-date.published"
    text_css = "div.detail-text"
