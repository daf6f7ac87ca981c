"""Avesta, Russian edition.

The page has a teaser of another article before its own, in an `<article>` that is not the article. The
English edition, of which the same probe found the feed empty, is not declared.
"""

from crawlers.news_spider import NewsSpider


class AvestaTj(NewsSpider):
    """See above."""

    name = "avesta_tj"
    publisher = "Avesta"
    country = "TJ"
    region = "Dushanbe"
    languages = ("ru",)
    status = "modelled"
    timezone = "Asia/Dushanbe"
    hosts = ("avesta.tj",)
    evidence = (
        "2026: the feed worked in a probe of September",
        "2025: a page of May, reduced, as a project keeps it: all selectors, the forms of date and address",
    )
    article_url = r"^https://(?:www\.)?avesta\.tj/20\d\d/\d\d/\d\d/[^/]+/$"
    feed_urls = ("https://avesta.tj/feed",)
    title_css = "h1.jeg_post_title"
    # 12 мая, 2025 / 12:24
    date_css = ".jeg_meta_date"
    text_css = ".entry-content .content-inner"
    remove_css = (".jeg_share_button", "article.jeg_post")
