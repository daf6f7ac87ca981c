"""Tengrinews: three editions on three hosts with one template, of which three generations are known.

Selectors name the generations from the newest to the oldest.
"""

from typing import ClassVar

from crawlers.news_spider import NewsSpider


class TengrinewsSpider(NewsSpider):
    """What the three editions share."""

    publisher = "Tengrinews"
    country = "KZ"
    region = "Almaty"
    timezone = "Asia/Almaty"
    # section/slug-number/, the number is the article's.
    article_url = r"^https://(?:(?:kaz|en)\.)?tengrinews\.kz/[a-z_-]+/[^/]+-\d+/?$"
    evidence: ClassVar[tuple[str, ...]] = (
        "2021-2026: selectors of other people's crawlers of all editions and generations",
        "2026: the sitemaps of a corpus crawler that read the editions whole",
    )
    title_css = "h1.head-single, h1.tn-content-title"
    date_css = "ol.breadCrumb-ls.date-time li:last-child span, div.date-time, ul.tn-data-list time"
    text_css = "div.content_main_text, article.tn-news-text, div.tn-news-content"
    tags_css = "div.content_main_text_tags a, ul.tn-tag-list li"
    remove_css = (
        "div.content_main_text_tags",
        "div#comm",
        ".content_main_share, .side-share, .social-media",
        ".tn-subscribe-whatsapp, .tn-urgent-news-info",
        ".header_adv, .footer_sec_feedback_social",
        "section:has(.ya-news)",
        "h1.tn-content-title span",
    )
