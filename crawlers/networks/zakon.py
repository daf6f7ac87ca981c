"""Zakon.kz: the Russian edition on www., the Kazakh one on kaz., with one template.

The lists are what the button "more" loads: HTML, or JSON around it; an empty answer ends them. They go back
as far as the site does. Its sitemap index (in use in 2026) is left out: numbered parts, of which nobody says
whether they are dated, so each run might read them all. The feeds are dead (404 in probes of September
2026). JSON-LD has the lead alone as `articleBody`, so the container is what counts. `online.` (laws,
paywalled), `pravo.`, `forum.`, `sport.` and `special.` are no news.
"""

from typing import ClassVar

from crawlers.news_spider import NewsSpider


class ZakonSpider(NewsSpider):
    """What both editions share."""

    publisher = "Zakon.kz"
    country = "KZ"
    region = "Almaty"
    timezone = "Asia/Almaty"
    evidence: ClassVar[tuple[str, ...]] = (
        "2026: a corpus crawler that read both editions whole in May: lists, container, JSON-LD",
        "2026: rules of an ad blocker: what is never text",
        "2024: a parser of city news: the older `articleBlock`",
    )
    article_url = r"^https?://(?:(?:www|kaz)\.)?zakon\.kz/(?!pbf/|special/)[^?]+\.html$"
    text_css = "div.article__block div.content, div.articleBlock:not(:has(div.content))"
    author_css = "a[href*='/authors/']"
    tags_css = "div.newsTags a"
    remove_css = (
        ".willShare, .google-news-follow, .newsTags",
        ".article__socialList, .appLinks, .spec-list, .adblock_alert, .desktop-full-advert",
        "div[class^='ad_'], div[id^='adv_'], #pushsw-prompt-widget, #allowNotificationsPopup",
    )
