"""What the files of a host state about its pages: robots.txt, `/.well-known/tdmrep.json` and `/ai.txt`.

Each is read once a run for each scheme, host and port, when the first page of it came, through the same
middlewares as any page. A file that could not be had is told in the log and states nothing.
"""

import asyncio
import datetime as dt
import logging
import urllib.parse
from collections.abc import Callable
from http import HTTPStatus

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK

from crawlers.middlewares.robots import RobotsGuard
from pipelines.article import RightsSource, RightsStatement
from pipelines.rights import ai_txt, tdmrep
from pipelines.rights.ai_txt import AiTxt
from pipelines.rights.kept import fitting
from pipelines.rights.robots import RobotsRights
from pipelines.rights.statements import statements
from pipelines.rights.tdmrep import TdmRep

MAX_HOSTS = 50
"""Hosts of a site that are asked for their files in one run; pages of further ones go without."""
PATIENCE_SECONDS, RETRIES = 10.0, 1
"""Patience with each file, at most: the first page of a host waits for it, as it does for robots.txt."""

_Reading = Callable[[str], list[RightsStatement]]
"""What a file that was looked at states about the page at an address."""

logger = logging.getLogger(__name__)


class SiteRights:
    """The files of the hosts of one run."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._hosts: dict[str, asyncio.Task[list[_Reading]]] = {}
        settings = crawler.settings
        self._meta = {
            "download_timeout": min(PATIENCE_SECONDS, settings.getfloat("DOWNLOAD_TIMEOUT")),
            "max_retry_times": min(RETRIES, settings.getint("RETRY_TIMES")),
        }

    async def of(self, url: str) -> tuple[RightsStatement, ...]:
        """What the files of the host of `url` state about the page there; empty where none could be read."""
        parts = urllib.parse.urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc.lower()}"
        task = self._hosts.get(host)
        if task is None:
            if len(self._hosts) >= MAX_HOSTS:
                return ()
            task = self._hosts[host] = asyncio.ensure_future(self._read_host(host))
        await asyncio.wait([task])
        return fitting(stated for reading in task.result() for stated in reading(url))

    async def _read_host(self, host: str) -> list[_Reading]:
        readings: list[_Reading | None] = []
        guard = self._crawler.get_downloader_middleware(RobotsGuard)
        if guard is not None:
            text = await guard.text(f"{host}/")
            if text is not None:
                rules = await asyncio.to_thread(RobotsRights.read, text)
                readings.append(_reading(rules, f"{host}/robots.txt"))
        readings += [
            await self._read_file(host + tdmrep.PLACE, "tdmrep.json", TdmRep.read),
            await self._read_file(host + ai_txt.PLACE, "ai.txt", AiTxt.read),
        ]
        return [reading for reading in readings if reading is not None]

    async def _read_file(
        self, file: str, source: RightsSource, read: Callable[[bytes], TdmRep | AiTxt]
    ) -> _Reading | None:
        """None where it could not be found out what the file states."""
        request = Request(file, meta=dict(self._meta), callback=NO_CALLBACK)
        task = asyncio.ensure_future(self._crawler.engine.download_async(request))
        await asyncio.wait([task])
        if error := task.exception():
            what = str(error) if isinstance(error, IgnoreRequest) else f"{type(error).__name__}: {error}"
            logger.info("%s could not be read, and states nothing: %s", file, what)
            return None
        response = task.result()
        if 400 <= response.status < 500 and response.status != HTTPStatus.TOO_MANY_REQUESTS:
            missing = statements((), source, dt.datetime.now(dt.UTC), f"{file}: HTTP {response.status}")
            return lambda _: missing
        if not 200 <= response.status < 300:
            logger.info("%s could not be read, and states nothing: HTTP %d", file, response.status)
            return None
        try:
            return _reading(read(response.body), file)
        except ValueError as error:
            logger.info("%s states nothing that can be read: %s", file, error)
            return None


def _reading(rules: RobotsRights | TdmRep | AiTxt, file: str) -> _Reading:
    seen_at = dt.datetime.now(dt.UTC)
    return lambda url: rules.statements(url, file, seen_at)
