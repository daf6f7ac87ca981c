"""Looking around at a site that nobody declared, with the requests of a crawl: what `Scout` asks by."""

import asyncio
from http import HTTPStatus
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawlers.discovery.links import NotReadable
from crawlers.middlewares.robots import RobotsGuard
from crawlers.scout import NoAnswer
from crawlers.unfetched import of_error, source_result, source_result_of_status
from pipelines.article import Failed, Reason
from pipelines.urls import host_of, normal_url

_NOT_NOW = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
_REFUSED = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}


def home_of(text: str) -> str | None:
    """The home page of the site that an address is of; None for no http or https address."""
    url = normal_url(text)
    return url and f"{urlsplit(url).scheme}://{host_of(url)}/"


class Lookout:
    """Asks for what a site offers: robots.txt, the guards and the delays are those of a crawl."""

    def __init__(self, crawler: Crawler, home: str) -> None:
        self._crawler = crawler
        self._home = home

    async def named_sitemaps(self) -> list[str]:
        """The sitemaps that robots.txt names, as they stand there."""
        guard = self._crawler.get_downloader_middleware(RobotsGuard)
        return [] if guard is None else await guard.sitemaps(self._home)

    async def fetch(self, url: str, guess: bool) -> Response:
        """An answer. Raises NotReadable, or NoAnswer when the host is to be left alone."""
        # A place that is only guessed is not worth a second request.
        request = Request(url, callback=NO_CALLBACK, meta={"dont_retry": True} if guess else {})
        task = asyncio.ensure_future(self._crawler.engine.download_async(request))
        await asyncio.wait([task])
        if error := task.exception():
            why = of_error(error)
            result = source_result(why)
            if isinstance(why, Failed):
                raise NoAnswer(why.detail or why.failure, result)
            raise NotReadable("robots.txt forbids it" if why.reason is Reason.ROBOTS else why.detail, result)
        response = task.result()
        status, result = response.status, source_result_of_status(response.status)
        if status in _NOT_NOW or (url == self._home and status in _REFUSED):
            raise NoAnswer(f"HTTP {status}", result)
        if not 200 <= status < 300:
            raise NotReadable(f"HTTP {status}", result)
        return response
