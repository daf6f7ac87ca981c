"""The declared sites by their hosts."""

from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader

from crawlers.news_spider import NewsSpider
from pipelines.article import ExtractionHints
from pipelines.owners import Owners


def declared_owners(settings: BaseSettings) -> Owners:
    """Sites and their hints by host, in the order of the sites' names."""
    loader = get_spider_loader(settings)
    owners: dict[str, list[tuple[str, ExtractionHints]]] = {}
    for name in sorted(loader.list()):
        spider = loader.load(name)
        if issubclass(spider, NewsSpider):
            for host in spider.hosts:
                owners.setdefault(host, []).append((name, spider.hints()))
    return owners
