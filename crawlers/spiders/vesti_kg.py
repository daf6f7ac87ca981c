"""Vesti.kg, Russian edition.

The facts rest on a probe of the feed of September 2026, on a daily check of another address of it (the same
feed, of Joomla's K2), on scrapers of the lists without a year and on a link to an article; the site itself
was not reached. The list shows 30 entries a page.

The Kyrgyz edition (`/kg/…`) is known by the address of one list, and not declared.
"""

from crawlers.news_spider import NewsSpider


class VestiKg(NewsSpider):
    """See above."""

    name = "vesti_kg"
    publisher = "Vesti.kg"
    country = "KG"
    region = "Bishkek"
    languages = ("ru",)
    timezone = "Asia/Bishkek"
    hosts = ("vesti.kg",)
    article_url = r"^https?://(?:www\.)?vesti\.kg/(?!kg/)(?:[a-z-]+/){1,3}item/\d+-[^/?#]+\.html$"
    evidence = (
        "2026: a probe of the feed in September",
        "undated: the list and its steps of 30, in scrapers; a link to an article",
    )
    feed_urls = ("https://vesti.kg/rss",)
    section_urls = ("https://vesti.kg/itemlist.html?start={30n}",)
