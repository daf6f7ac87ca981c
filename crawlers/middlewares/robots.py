"""robots.txt is obeyed (RFC 9309), and a robots.txt that cannot be read means "not now".

Then the copy that an earlier run read holds, if it is not older than a day; without one nothing is requested.
A copy of the last hour holds without asking.

Scrapy's own middleware takes a failed robots.txt for permission, and a setting or a request can switch it
off. Here neither can: the only request that passes without rules is the one for robots.txt itself, which
is known by an object that no other request carries.
"""

import asyncio
import dataclasses
import datetime as dt
import functools
import logging
import re
import time
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser

from crawlers.extensions.throttle import slow_down
from crawlers.host_memory import ROBOTS_AGE, HostMemory
from crawlers.middlewares.retry_after import HostRest, HostResting

MAX_BYTES = 500 * 1024
"""How much of a robots.txt is read: what RFC 9309, 2.5, asks for at least."""

_AGENT_LINE = re.compile(r"\s*user[-\s]*agent(?![^\s:])[\s:]*([^#]*)", re.IGNORECASE)
_MARK = "robots_guard"
MAX_SECONDS, MAX_RETRIES = 10.0, 1
"""Patience with a robots.txt, at most: every request of a run waits for it, and a host that does not answer
should be told in seconds."""

MAX_CRAWL_DELAY = 60.0
"""Seconds that `Crawl-delay` may ask for between two requests: that of AUTOTHROTTLE_MAX_DELAY. At more, the
twenty articles of a feed would not be read in a run of half an hour."""

FRESH = dt.timedelta(hours=1)
"""How old a copy may be that holds without asking. RFC 9309, 2.4, allows a day; a site that closes itself
should not be read for a day more, and cron may come every five minutes."""

AGAIN_SECONDS = 600.0
"""When a run asks again for a robots.txt that it could not read."""

logger = logging.getLogger(__name__)


class RobotsForbidden(IgnoreRequest):
    """robots.txt forbids the address."""


class RobotsUnreachable(IgnoreRequest):
    """robots.txt of the host could not be read, so nothing of the host is requested in this run."""


def parse_rules(body: bytes, agent: str) -> ProtegoRobotParser | None:
    """The rules of a robots.txt, or None where there are none: it is empty, or a page of HTML.

    `agent` is the product token.
    """
    text = read_text(body)
    if not text or text.startswith("<"):
        return None
    return ProtegoRobotParser(_fold_agents(text, agent.lower()).encode(), None)


def read_text(body: bytes) -> str:
    """The text of a robots.txt as far as it is read: its first `MAX_BYTES` without a line that they cut."""
    if len(body) > MAX_BYTES:
        body = body[:MAX_BYTES]
        body = body[: max(body.rfind(b"\n"), body.rfind(b"\r"), 0)]
    encoding = "utf-16" if body.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return body.decode(encoding, errors="ignore").strip()


@dataclasses.dataclass(frozen=True, slots=True)
class RobotsFile:
    """What a host's robots.txt said."""

    body: bytes
    """At most `MAX_BYTES` and one more, which tells that it was longer; empty where there is none (4xx)."""
    rules: ProtegoRobotParser | None
    """None where there are no rules."""
    read_at: dt.datetime
    """UTC; earlier than the run where the copy of an earlier one holds."""


def crawl_delay(rules: ProtegoRobotParser | None, agent: str) -> float:
    """Seconds between two requests that the rules ask for, at most `MAX_CRAWL_DELAY`; 0 where they do not."""
    delay = None if rules is None else rules.crawl_delay(agent)
    # What is no number (NaN) is greater than nothing.
    return min(delay, MAX_CRAWL_DELAY) if delay is not None and delay > 0 else 0.0


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
    """Downloader middleware: asks a host's robots.txt once a run, before the first request to it, unless a
    copy of the last hour is kept.

    2xx is read; 4xx other than 429 means that there are no rules; everything else, after the usual
    retries and at most REDIRECT_MAX_TIMES redirects, to any host, means that the copy of an earlier run
    holds, or that nothing is requested. A run of more than a day asks again.
    Raises RobotsForbidden, RobotsUnreachable, and HostResting where robots.txt could not be asked for yet.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._mark = object()
        self._patience = {
            "download_timeout": min(MAX_SECONDS, crawler.settings.getfloat("DOWNLOAD_TIMEOUT")),
            "max_retry_times": min(MAX_RETRIES, crawler.settings.getint("RETRY_TIMES")),
        }
        self._memory = HostMemory.beside(crawler.settings.get("NEWS_LEDGER_DIR"))
        self._files: dict[str, tuple[float, asyncio.Task[RobotsFile]]] = {}
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
        rest = self._crawler.get_downloader_middleware(HostRest)
        if not task.done() and rest is not None:
            # robots.txt may have to wait for its host.
            with rest.place_for_others():
                await asyncio.wait([task])
        await asyncio.wait([task])
        # Whatever went wrong (a time-out, a broken gzip stream, a redirect to nonsense), it is no permission.
        if error := task.exception():
            if isinstance(error, HostResting):
                raise HostResting(str(error)) from error
            self._crawler.stats.inc_value("robotstxt/unreachable")
            raise RobotsUnreachable(_complaint(file, error)) from error
        rules = task.result().rules
        if rules is not None and not rules.allowed(request.url, self._agent):
            self._crawler.stats.inc_value("robotstxt/forbidden")
            raise RobotsForbidden(f"{file} forbids {request.url}")

    async def sitemaps(self, url: str) -> list[str]:
        """What the robots.txt of the host of `url` names as sitemaps, as it stands there.

        None of them where it could not be read, which a request to that host then tells.
        """
        file = await self._read(url)
        return [] if file is None or file.rules is None else list(file.rules.rp.sitemaps)

    async def text(self, url: str) -> str | None:
        """The robots.txt of the host of `url` as this run read it: empty where there is none (4xx), its first
        `MAX_BYTES` where it is longer, HTML where that was served.

        None where it could not be read, which a request to that host then tells.
        """
        file = await self._read(url)
        return None if file is None else read_text(file.body)

    async def decision(self, url: str) -> str:
        """See `decision`; why nothing is requested where robots.txt could not be read."""
        file = await self._read(url)
        if file is None:
            return f"{file_of(url)} could not be read: nothing of this host is requested now"
        return decision(file, url, self._agent)

    async def _read(self, url: str) -> RobotsFile | None:
        _, task = self._file_for(Request(url))
        await asyncio.wait([task])
        return None if task.exception() else task.result()

    def _file_for(self, request: Request) -> tuple[str, asyncio.Task[RobotsFile]]:
        file = file_of(request.url)
        known = self._files.get(file)
        if known is None or _is_over(*known):
            task = asyncio.create_task(self._fetch(file))
            task.add_done_callback(functools.partial(_report, file))
            known = self._files[file] = (time.monotonic(), task)
        return file, known[1]

    async def _fetch(self, file: str) -> RobotsFile:
        now = dt.datetime.now(dt.UTC)
        found = kept_copy(self._memory, file, self._agent, now)
        if found is None or now - found.read_at > FRESH:
            found = await self._asked(file, found)
        if delay := crawl_delay(found.rules, self._agent):
            logger.info("%s: a request every %g s", file, delay)
            slow_down(self._crawler, urlsplit(file).hostname or "", delay)
        return found

    async def _asked(self, file: str, copy: RobotsFile | None) -> RobotsFile:
        """The file as it is now, else the copy. Raises what went wrong where there is none."""
        asking = asyncio.create_task(self._ask(file))
        await asyncio.wait([asking])
        error = asking.exception()
        if error is None:
            return asking.result()
        if copy is None:
            raise error
        logger.warning("%s: the copy of %s holds", _complaint(file, error), _clock(copy.read_at))
        return copy

    async def _ask(self, file: str) -> RobotsFile:
        # Another host may serve the file (RFC 9309, 2.3.1.2), so the redirect is not held to be offsite.
        meta = {_MARK: self._mark, "allow_offsite": True, **self._patience}
        request = Request(file, meta=meta, priority=1000, callback=NO_CALLBACK)
        response = await self._crawler.engine.download_async(request)
        now = dt.datetime.now(dt.UTC)
        if 200 <= response.status < 300:
            body = response.body[: MAX_BYTES + 1]
            self._memory.keep_robots(file, body, now)
            return RobotsFile(body, parse_rules(body, self._agent), now)
        if 400 <= response.status < 500 and response.status != 429:
            self._memory.drop_robots(file)
            return RobotsFile(b"", None, now)
        raise RobotsUnreachable(f"HTTP {response.status}")


def file_of(url: str) -> str:
    """The address of the robots.txt that rules `url`."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}/robots.txt"


def kept_copy(memory: HostMemory, file: str, agent: str, now: dt.datetime) -> RobotsFile | None:
    """What an earlier run read, or this one before, if it is not older than a day."""
    copy = memory.robots(file, now)
    return None if copy is None else RobotsFile(copy[0], parse_rules(copy[0], agent), copy[1])


def decision(found: RobotsFile, url: str, agent: str) -> str:
    """What a file says of `url`, in words: the verdict, and what it rests on."""
    source = f"{file_of(url)}, read {_clock(found.read_at)}"
    if found.rules is None:
        return f"allowed: no rules in {source}"
    delay = crawl_delay(found.rules, agent)
    pace = f", a request every {delay:g} s" if delay else ""
    return f"{'allowed' if found.rules.allowed(url, agent) else 'forbidden'} by {source}{pace}"


def kept_decision(memory: HostMemory, url: str, agent: str, now: dt.datetime) -> str:
    """What the kept copy says of `url`, in words."""
    copy = kept_copy(memory, file_of(url), agent, now)
    if copy is None:
        return f"not known here: no copy of {file_of(url)} of the last day is kept"
    return decision(copy, url, agent)


def _clock(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _is_over(asked_at: float, task: asyncio.Task[RobotsFile]) -> bool:
    """Whether robots.txt is to be asked for again."""
    if not task.done():
        return False
    if task.exception():
        return time.monotonic() - asked_at > AGAIN_SECONDS
    file = task.result()
    return dt.datetime.now(dt.UTC) - file.read_at > ROBOTS_AGE


def _complaint(file: str, error: BaseException) -> str:
    what = str(error) if isinstance(error, IgnoreRequest) else f"{type(error).__name__}: {error}"
    return f"{file} could not be read ({what})"


def _report(file: str, task: asyncio.Task[Any]) -> None:
    if not task.cancelled() and (error := task.exception()):
        logger.warning("%s: nothing of this host is requested in this run", _complaint(file, error))
