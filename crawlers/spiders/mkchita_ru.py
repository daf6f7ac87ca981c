"""MK in Chita. Evidence: see `crawlers.networks.mk_regions`."""

from crawlers.networks.mk_regions import MkRegionsSpider


class MkchitaRu(MkRegionsSpider):
    """A crawler of 2024 read it."""

    name = "mkchita_ru"
    publisher = "МК в Чите"
    region = "Chita"
    timezone = "Asia/Chita"
    hosts = ("mkchita.ru",)
    status = "modelled"
    section_urls = ("https://www.mkchita.ru/news/{n}/",)
