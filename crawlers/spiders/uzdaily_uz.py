"""UzDaily, Russian edition. Evidence: see `crawlers.networks.uzdaily`."""

from crawlers.networks.uzdaily import UzdailySpider


class UzdailyUz(UzdailySpider):
    """The list, of one section, is that of a crawler of 2026."""

    name = "uzdaily_uz"
    languages = ("ru",)
    article_url = r"^https?://(?:www\.)?uzdaily\.uz/ru/[a-z0-9]+(?:-[a-z0-9]+)+/?$"
    evidence = ("2026: the list and its anchors, in a crawler; links to articles",)
    section_urls = ("https://www.uzdaily.uz/ru/section/2/?page={n}",)
