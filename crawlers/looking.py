"""Spiders that look at something and wait for each answer themselves."""

import abc
from collections.abc import AsyncIterator

from scrapy import Request, Spider

_NO_REQUESTS: tuple[Request, ...] = ()


class LookingSpider(Spider):
    """A spider that asks by `engine.download_async`: nothing is left to Scrapy's queue."""

    @abc.abstractmethod
    async def look(self) -> None:
        """All that it does."""

    async def start(self) -> AsyncIterator[Request]:
        """Look. Scrapy wants a generator of requests, so this is one; it gives none."""
        await self.look()
        for request in _NO_REQUESTS:
            yield request
