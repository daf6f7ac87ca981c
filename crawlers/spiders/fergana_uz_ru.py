"""Fergana, Uzbek edition. Evidence: see `crawlers.networks.fergana`."""

from crawlers.networks.fergana import FerganaSpider


class FerganaUzRu(FerganaSpider):
    """The list is that of a scraper of 2025; that its addresses are as the others' is a guess."""

    name = "fergana_uz_ru"
    languages = ("uz",)
    hosts = ("uz.fergana.news",)
    article_url = r"^https?://uz\.fergana\.news/(?:news|articles)/\d+/?$"
    evidence = ("2025: list, headline, date and container, in a scraper",)
    status = "modelled"
    section_urls = ("https://uz.fergana.news/",)
    links_css = "li.news_list__item a"
