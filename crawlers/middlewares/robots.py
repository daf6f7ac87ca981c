"""robots.txt is obeyed (RFC 9309), and a robots.txt that cannot be read means "not now".

Scrapy's own middleware takes a failed robots.txt for permission, and a setting or a request can switch it
off. Here neither can: the only request that passes without rules is the one for robots.txt itself, which
is known by an object that no other request carries.
"""

import asyncio
import functools
import logging
import re
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.utils.httpobj import urlparse_cached

MAX_BYTES = 500 * 1024
"""How much of a robots.txt is read: what RFC 9309, 2.5, asks for at least."""

_AGENT_LINE = re.compile(r"\s*user[-\s]*agent(?![^\s:])[\s:]*([^#]*)", re.IGNORECASE)
_MARK = "robots_guard"
MAX_SECONDS, MAX_RETRIES = 10.0, 1
"""Patience with a robots.txt, at most: every request of a run waits for it, and a host that does not answer
should be told in seconds."""

logger = logging.getLogger(__name__)


class RobotsForbidden(IgnoreRequest):
    """robots.txt forbids the address."""


class RobotsUnreachable(IgnoreRequest):
    """robots.txt of the host could not be read, so nothing of the host is requested in this run."""


def read_text(body: bytes) -> str | None:
    """The text of a robots.txt, or None where it is empty, or a page of HTML.

    Only the first `MAX_BYTES` are read, and no line that they cut.
    """
    if len(body) > MAX_BYTES:
        body = body[:MAX_BYTES]
        body = body[: max(body.rfind(b"\n"), body.rfind(b"\r"), 0)]
    encoding = "utf-16" if body.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    text = body.decode(encoding, errors="ignore").strip()
    return None if not text or text.startswith("<") else text


def parse_rules(body: bytes, agent: str) -> ProtegoRobotParser | None:
    """The rules of a robots.txt, or None where there are none: it is empty, or a page of HTML.

    `agent` is the product token.
    """
    text = read_text(body)
    if text is None:
        return None
    return ProtegoRobotParser(_fold_agents(text, agent.lower()).encode(), None)


def _fold_agents(text: str, agent: str) -> str:
    """Give all agents that cannot be us one name.

    Protego keeps each rule for each agent of its group: 3,000 agents before 3,000 rules, 85 KB, kept it
    busy for 32 s. It takes a name for ours when ours begins with it.
    """
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if match := _AGENT_LINE.match(line):
            name = match[1].strip().lower()
            if name not in ("", "*"):
                name = name.replace("*", "")
                name = name if name and agent.startswith(name) else "-"
            lines[number] = f"User-agent: {name}"
    return "\n".join(lines)


class RobotsGuard:
    """Downloader middleware: asks a host's robots.txt once a run, before the first request to it.

    2xx is read; 4xx other than 429 means that there are no rules; everything else, after the usual
    retries and at most REDIRECT_MAX_TIMES redirects, to any host, means that nothing is requested.
    Raises RobotsForbidden and RobotsUnreachable.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._mark = object()
        self._patience = {
            "download_timeout": min(MAX_SECONDS, crawler.settings.getfloat("DOWNLOAD_TIMEOUT")),
            "max_retry_times": min(MAX_RETRIES, crawler.settings.getint("RETRY_TIMES")),
        }
        self._files: dict[str, asyncio.Task[ProtegoRobotParser | None]] = {}
        self._texts: dict[str, str | None] = {}
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            logger.warning("ROBOTSTXT_OBEY is not heeded: robots.txt is always obeyed")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it as Scrapy does."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let the request pass, or raise."""
        if request.meta.get(_MARK) is self._mark:
            return
        file, task = self._file_for(request)
        await asyncio.wait([task])
        # Whatever went wrong (a time-out, a broken gzip stream, a redirect to nonsense), it is no permission.
        if error := task.exception():
            self._crawler.stats.inc_value("robotstxt/unreachable")
            raise RobotsUnreachable(_complaint(file, error)) from error
        rules = task.result()
        if rules is not None and not rules.allowed(request.url, self._agent):
            self._crawler.stats.inc_value("robotstxt/forbidden")
            raise RobotsForbidden(f"{file} forbids {request.url}")

    async def sitemaps(self, url: str) -> list[str]:
        """What the robots.txt of the host of `url` names as sitemaps, as it stands there.

        None of them where it could not be read, which a request to that host then tells.
        """
        _, task = self._file_for(Request(url))
        await asyncio.wait([task])
        rules = None if task.exception() else task.result()
        return [] if rules is None else list(rules.rp.sitemaps)

    async def text(self, url: str) -> str | None:
        """The text of the robots.txt of the host of `url` as read in this run; None where it has none."""
        file, task = self._file_for(Request(url))
        await asyncio.wait([task])
        return self._texts.get(file)

    def _file_for(self, request: Request) -> tuple[str, asyncio.Task[ProtegoRobotParser | None]]:
        url = urlparse_cached(request)
        file = f"{url.scheme}://{url.netloc.lower()}/robots.txt"
        task = self._files.get(file)
        if task is None:
            task = self._files[file] = asyncio.create_task(self._fetch(file))
            task.add_done_callback(functools.partial(_report, file))
        return file, task

    async def _fetch(self, file: str) -> ProtegoRobotParser | None:
        # Another host may serve the file (RFC 9309, 2.3.1.2), so the redirect is not held to be offsite.
        meta = {_MARK: self._mark, "allow_offsite": True, **self._patience}
        request = Request(file, meta=meta, priority=1000, callback=NO_CALLBACK)
        response = await self._crawler.engine.download_async(request)
        if 200 <= response.status < 300:
            self._texts[file] = read_text(response.body)
            return parse_rules(response.body, self._agent)
        if 400 <= response.status < 500 and response.status != 429:
            return None
        raise RobotsUnreachable(f"HTTP {response.status}")


def _complaint(file: str, error: BaseException) -> str:
    what = str(error) if isinstance(error, IgnoreRequest) else f"{type(error).__name__}: {error}"
    return f"{file} could not be read ({what})"


def _report(file: str, task: asyncio.Task[Any]) -> None:
    if not task.cancelled() and (error := task.exception()):
        logger.warning("%s: nothing of this host is requested in this run", _complaint(file, error))
