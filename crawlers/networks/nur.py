"""NUR.KZ: the Russian edition on www., the Kazakh one on kaz., with one template.

Addresses of articles are of many
lists of 2026.

In doubt: whether the sitemaps still grow. A monitor in Kazakhstan noted in September 2026 that they had
stopped; they are here for the archive. `/latest/` shows its first page to whoever does not scroll.
"""

from typing import ClassVar

from crawlers.news_spider import NewsSpider


class NurSpider(NewsSpider):
    """What both editions share."""

    publisher = "NUR.KZ"
    country = "KZ"
    region = "Almaty"
    timezone = "Asia/Almaty"
    evidence: ClassVar[tuple[str, ...]] = (
        "2026: a corpus crawler of May: sitemaps, and JSON-LD with text, author and date",
        "2026: rules of an ad blocker; addresses of articles in many lists",
        "2023: selectors of a crawler",
    )
    # section/number-slug/, also below a subsection.
    article_url = r"^https?://(?:(?:www|kaz)\.)?nur\.kz/(?:[a-z-]+/){1,3}\d+-[^/]+/$"
    title_css = "h1.main-headline"
    text_css = (
        "div.formatted-body__content--wrapper, "
        "article.formatted-body:not(:has(div.formatted-body__content--wrapper))"
    )
    remove_css = (
        ".js-article-share, .block-branded-icon, .nearest-matches, .advert",
        ".widget-1xbet, .widget-parimatch-wrapper, .js-branding-top, .js-commercial-menu",
        "[class*='ad-slot-module'], div[class*='sponsorship']",
    )
