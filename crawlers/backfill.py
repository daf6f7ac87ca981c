"""What is asked for before a backfill begins: at which pace, and how long it will take."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from scrapy.crawler import Crawler

from crawlers.extensions.throttle import floor_of
from crawlers.middlewares.robots import RobotsGuard

COUNTED_SOURCES = 2_000
"""Sources that are read before the first page is asked for, so that the pages can be counted: five years of
lists by day, in half an hour at a second each. Behind them the count is told as `at least`."""


async def seconds_a_request(crawler: Crawler, sources: Iterable[str]) -> float:
    """The least time between two requests to the slowest host of the sources: `DOWNLOAD_DELAY`, or what its
    robots.txt asks for. One that cannot be read asks for nothing, and then no source is read either."""
    guard = crawler.get_downloader_middleware(RobotsGuard)
    parts = [urlsplit(url) for url in sources]
    if guard is not None:
        for home in sorted({f"{part.scheme}://{part.netloc}/" for part in parts}):
            await guard.text(home)
    return max((floor_of(crawler, part.hostname or "") for part in parts), default=0.0)
