"""CitySites: city sites on one platform, in Kazakhstan and Ukraine; a host a city.

The facts rest on a city-news parser of 2024 (the list and the page of inalmaty.kz), on links to articles of
2024 and 2026, on pages of inaktau.kz in a web corpus and on two lists of sources of 2026; the sites
themselves were not reached. Addresses are a number and words.

In doubt: that both sites are of the platform, which is inferred from addresses. Of dates nothing is known.
"""

from crawlers.news_spider import NewsSpider


class CitysitesSpider(NewsSpider):
    """What its cities share."""

    title_css = ".article-details__title-container"
    text_css = ".article-details__text"
