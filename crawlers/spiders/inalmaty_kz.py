"""InAlmaty.kz, Almaty. Evidence: see also `crawlers.networks.citysites`."""

from crawlers.networks.citysites import CitysitesSpider


class InalmatyKz(CitysitesSpider):
    """See above."""

    name = "inalmaty_kz"
    publisher = "inAlmaty"
    country = "KZ"
    region = "Almaty"
    languages = ("ru",)
    timezone = "Asia/Almaty"
    hosts = ("inalmaty.kz",)
    article_url = r"^https?://(?:www\.)?inalmaty\.kz/news/\d+/[^/?#]+$"
    evidence = (
        "2026: a link to an article",
        "2024: a city-news parser (the list, headline, container)",
    )
    section_urls = ("https://www.inalmaty.kz/news",)
