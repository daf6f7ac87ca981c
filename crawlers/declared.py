"""The declared sites, and the words for a name that is none of them."""

from collections.abc import Mapping

from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader

from crawlers.nearest import Called, no_such_site
from crawlers.news_spider import NewsSpider
from crawlers.spiders.anysite import AnySite


def declared_sites(settings: BaseSettings) -> dict[str, type[NewsSpider]]:
    """The classes of the declared sites by name, sorted; not `anysite`, which declares nothing."""
    loader = get_spider_loader(settings)
    spiders = [loader.load(name) for name in sorted(loader.list())]
    return {
        spider.name: spider
        for spider in spiders
        if issubclass(spider, NewsSpider) and not issubclass(spider, AnySite)
    }


def named_site(sites: Mapping[str, type[NewsSpider]], name: str) -> type[NewsSpider]:
    """The site of that name. Raises UsageError, which names the closest ones."""
    if name not in sites:
        raise no_such_site(name, map(Called.of, sites.values()))
    return sites[name]
