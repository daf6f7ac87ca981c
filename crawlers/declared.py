"""The declared sites, and the words for a name that is none of them."""

import difflib
from collections.abc import Mapping

from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader

from crawlers.news_spider import NewsSpider
from crawlers.spiders.anysite import AnySite
from pipelines.errors import UsageError


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
    """The site of that name. Raises UsageError, which names the closest one."""
    if name not in sites:
        near = difflib.get_close_matches(name, sites, n=1)
        raise UsageError(
            f"no site {name!r}; {f'did you mean {near[0]}?' if near else '`scrapy list` shows the sites'}"
        )
    return sites[name]
