"""The declared sites by their hosts."""

import re
from collections.abc import Iterable

from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader

from crawlers.news_spider import NewsSpider
from pipelines.article import ExtractionHints
from pipelines.owners import Owners
from pipelines.urls import same_site


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


def takers_of(url: str, spiders: Iterable[type[NewsSpider]]) -> list[str]:
    """The names of those of `spiders` that take an address for an article of theirs."""
    return [
        spider.name
        for spider in spiders
        if same_site(url, spider.hosts) and re.search(spider.article_url, url)
    ]
