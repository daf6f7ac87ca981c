"""YK-news.kz, Oskemen: the plain pages of its AMP host, as the main site is drawn by a program in the
browser.

In doubt: how addresses of articles look; what the front page's cards link is taken, on either host. Class
names begin with what the site's builder makes up anew, so selectors go by their ends.
"""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class YkNewsKz(NewsSpider):
    """See above."""

    name = "yk_news_kz"
    publisher = "YK-news.kz"
    country = "KZ"
    region = "Oskemen"
    languages = ("ru",)
    timezone = "Asia/Almaty"
    hosts = ("amp.yk-news.kz", "yk-news.kz")
    article_url = ANY_ADDRESS
    evidence = (
        "2026: ad-block rules, what is never text on the main site",
        "2024: a city-news parser of the AMP pages (cards, headline, container)",
    )
    section_urls = ("https://amp.yk-news.kz/",)
    links_css = "article[class$=' card_item'] a"
    title_css = "h1"
    text_css = "div[class$=' body']"
    remove_css = (".adBanner, .dzen, .notify-block, .apps_links, .sidebar_soc",)
