"""Fergana: editions a host each, with one template.

The facts rest on scrapers of 2022 and 2025 (headline, date, container), on a crawler without a year
(addresses), and on links to English articles of 2025 and 2026; the sites themselves were not reached. An
address is a number. The paper writes for five countries and keeps Moscow's time ("msk"); that is why it
counts as a Russian one. It was fergananews.com and fergana.ru before.

In doubt: the feeds, which lists name at several addresses and nobody has probed; they are not declared, and
home pages are read as lists instead, as a scraper of the Uzbek one did in 2025. A search page is the other
list that crawlers have used; it is not declared. The date is read as day, month, year; where the hour
stands is not known.
"""

from crawlers.news_spider import NewsSpider


class FerganaSpider(NewsSpider):
    """What the editions share."""

    publisher = "Fergana"
    country = "RU"
    region = "Moscow"
    timezone = "Europe/Moscow"
    title_css = "div.article-top h1"
    date_css = "span.main-top-links-list__text"
    text_css = "div.article-content"
