"""MK in Astrakhan. Evidence: see `crawlers.networks.mk_regions`."""

from crawlers.networks.mk_regions import MkRegionsSpider


class AstMkRu(MkRegionsSpider):
    """A crawler of 2024 read it."""

    name = "ast_mk_ru"
    publisher = "МК в Астрахани"
    region = "Astrakhan"
    timezone = "Europe/Astrakhan"
    hosts = ("ast.mk.ru",)
    status = "modelled"
    section_urls = ("https://ast.mk.ru/news/{n}/",)
