"""Zakon.kz: the Russian edition on www., the Kazakh one on kaz., with one template.

The facts rest on a corpus crawler of May 2026 that read both editions whole (the lists, the container and
what ends it, the JSON-LD), on a city-news parser of 2024 (the older `articleBlock`) and on ad-block rules of
2026 (what is never text); the site itself was not reached.

The lists are what the button "more" loads: HTML, or JSON around it; an empty answer ends them. They go back
as far as the site does. Its sitemap index (in use in 2026) is left out: numbered parts, of which nobody says
whether they are dated, so each run might read them all. The feeds are dead (404 in probes of September
2026). JSON-LD has the lead alone as `articleBody`, so the container is what counts. `online.` (laws,
paywalled), `pravo.`, `forum.`, `sport.` and `special.` are no news.
"""

from crawlers.news_spider import NewsSpider


class ZakonSpider(NewsSpider):
    """What both editions share."""

    publisher = "Zakon.kz"
    country = "KZ"
    region = "Almaty"
    timezone = "Asia/Almaty"
    article_url = r"^https?://(?:(?:www|kaz)\.)?zakon\.kz/(?!pbf/|special/)[^?]+\.html$"
    text_css = "div.article__block div.content, div.articleBlock:not(:has(div.content))"
    author_css = "a[href*='/authors/']"
    tags_css = "div.newsTags a"
    remove_css = (
        ".willShare, .google-news-follow, .newsTags",
        ".article__socialList, .appLinks, .spec-list, .adblock_alert, .desktop-full-advert",
        "div[class^='ad_'], div[id^='adv_'], #pushsw-prompt-widget, #allowNotificationsPopup",
    )
