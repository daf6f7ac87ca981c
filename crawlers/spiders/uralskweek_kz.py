"""Uralskaya Nedelya, Oral (WordPress): the day is part of an article's address.

In doubt: the list. Of its own lists only the search is known, so the front page is read. Pages have no
markup of a date, so it is the day of the address. The site is slow. Kazakh texts, if they have such
addresses, are not told apart.
"""

from crawlers.news_spider import NewsSpider


class UralskweekKz(NewsSpider):
    """See above."""

    name = "uralskweek_kz"
    publisher = "Уральская неделя"
    country = "KZ"
    region = "Oral"
    languages = ("ru", "kk")
    timezone = "Asia/Oral"
    hosts = ("uralskweek.kz",)
    article_url = r"^https?://(?:www\.)?uralskweek\.kz/20\d\d/[01]\d/[0-3]\d/[^/?#]+/?$"
    evidence = (
        "2026: notes of an operator in Kazakhstan (the day in the address, no markup of a date, a slow site)",
        "2023: a cleaner of its pages (headline in the title element, what stands around the text)",
    )
    status = "modelled"
    section_urls = ("https://www.uralskweek.kz/",)
    remove_css = ("p:contains('AltynCar-қауіпсіздік')",)
    custom_settings = {"DOWNLOAD_DELAY": 5}  # noqa: RUF012 - as Scrapy declares it
