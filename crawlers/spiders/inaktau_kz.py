"""InAktau.kz, Aktau. Evidence: see also `crawlers.networks.citysites`."""

from crawlers.networks.citysites import CitysitesSpider


class InaktauKz(CitysitesSpider):
    """See above."""

    name = "inaktau_kz"
    publisher = "инАктау"
    country = "KZ"
    region = "Aktau"
    languages = ("ru",)
    timezone = "Asia/Aqtau"
    hosts = ("inaktau.kz",)
    article_url = r"^https?://(?:www\.)?inaktau\.kz/news/\d+/[^/?#]+$"
    evidence = (
        "2026: pages in a web corpus (addresses)",
        "2026: two lists of sources of the region",
    )
    section_urls = ("https://www.inaktau.kz/news",)
