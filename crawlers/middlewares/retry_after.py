"""A host that asks to be left alone is (429, and 503 with Retry-After: RFC 9110, 10.2.3; RFC 6585, 4).

Its requests wait, then go one at a time and at half the pace for the rest of the run; those to other hosts go
on. How long it asked for is remembered across runs. A host that asks for more than a run waits is asked for
nothing more, and when that holds for all hosts of a site, the run ends.
"""

import asyncio
import contextlib
import dataclasses
import datetime as dt
import email.utils
import logging
import re
import time
from collections import deque
from collections.abc import Iterator
from http import HTTPStatus
from typing import Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from crawlers.extensions.throttle import floor_of, slow_down
from crawlers.host_memory import REST_AT_MOST, HostMemory

logger = logging.getLogger(__name__)

WAIT_AT_MOST = 300.0
"""Seconds that a run waits for a host at once. Half an hour's cron has room for it; a host that wants longer
is better served by a later run than by a process that sleeps."""

WAITED_AT_MOST = 900.0
"""Seconds of such waits in a run, by host."""

REFUSALS_AT_MOST = 20
"""Refusals in a row, by host: one that says "in a second" each time is not asked for ever."""

FIRST_WAIT = 5.0
"""Seconds to wait where 429 says nothing usable; twice as long after each further one."""

SLOWEST = 60.0
"""Seconds between two requests that refusals may lead to: that of AUTOTHROTTLE_MAX_DELAY."""

LOOK_SECONDS = 1.0
"""How often a request that waits looks whether the run ends: a signal must not wait for a host."""

PARKED_AT_MOST = 1000
"""Waiting requests whose places others may take: a bound on memory, about 5 KB each."""

FINISH_REASON = "host_resting"
"""Why a run ended whose hosts all asked to be left alone."""

_SECONDS = re.compile(r"[0-9]{1,15}(\.[0-9]{0,15})?")
_LONGEST_VALUE = 64


class HostResting(IgnoreRequest):
    """The host asked to be left alone for longer than the run goes on, so it was not asked. Never retried: it
    says nothing of the page, which waits for a later run."""


def parse_retry_after(value: str, now: dt.datetime) -> float | None:
    """Seconds that `Retry-After` asks for, at most `REST_AT_MOST`; None for what is neither, or is past.

    `now` is the server's time, where it told it: a date is meant by its clock.
    """
    value = value.strip()[:_LONGEST_VALUE]
    if _SECONDS.fullmatch(value):
        seconds = float(value)
    elif date := parse_http_date(value):
        try:
            seconds = (date - now).total_seconds()
        except OverflowError:
            return None
    else:
        return None
    return min(seconds, REST_AT_MOST.total_seconds()) if seconds > 0 else None


def parse_http_date(value: str) -> dt.datetime | None:
    """A date of an HTTP header, UTC; None where it is none."""
    try:
        date = email.utils.parsedate_to_datetime(value[:_LONGEST_VALUE])
        return date.replace(tzinfo=dt.UTC) if date.tzinfo is None else date.astimezone(dt.UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


@dataclasses.dataclass(eq=False)
class _Host:
    """One host in this run."""

    name: str
    until: float = 0.0
    """Monotonic time of the end of its rest."""
    refusals: int = 0
    """In a row."""
    waited: float = 0.0
    slowed: bool = False
    """Whether its requests go one at a time, as it refused one."""
    given_up: str | None = None
    """Why nothing more is asked of it."""
    asking: set[Request] = dataclasses.field(default_factory=set)
    """Requests that are out."""
    line: deque[Request] = dataclasses.field(default_factory=deque)
    """Requests that wait, in turn."""
    changed: asyncio.Event = dataclasses.field(default_factory=asyncio.Event)

    def wake(self) -> None:
        """Let those that wait look again."""
        self.changed.set()
        self.changed = asyncio.Event()


class HostRest:
    """Downloader middleware next to the downloader: holds requests back, and reads what answers ask for.

    Raises HostResting for a request to a host that was given up, and for one that still waits when the run
    ends. The answer that asks for too long a rest is handed on, and not retried.
    """

    def __init__(self, crawler: Crawler, memory: HostMemory) -> None:
        self._crawler = crawler
        self._memory = memory
        self._hosts: dict[str, _Host] = {}
        self._closing: asyncio.Task[None] | None = None
        self._parked = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """See Scrapy."""
        middleware = cls(crawler, HostMemory.beside(crawler.settings.get("NEWS_LEDGER_DIR")))
        crawler.signals.connect(middleware.spider_opened, signals.spider_opened)
        return middleware

    def spider_opened(self, spider: Spider) -> None:
        """End the run before its first request when all hosts of the site rest for too long."""
        hosts = {_bare(host) for host in getattr(spider, "hosts", ())}
        if hosts and all(self._host(host).given_up for host in sorted(hosts)):
            raise CloseSpider(FINISH_REASON)

    @property
    def left_alone(self) -> bool:
        """Whether a host was given up, so that pages wait for a later run."""
        return any(host.given_up for host in self._hosts.values())

    async def process_request(self, request: Request) -> None:
        """Let the request pass, now or later, or raise HostResting."""
        await self._admit(self._host_of(request), request)

    def process_response(self, request: Request, response: Response) -> Response:
        """Hear what the answer asks for."""
        host = self._host_of(request)
        wait = self._asked_wait(host, response)
        if wait is None:
            host.refusals = 0
        else:
            self._refused(host, request, response, wait)
        self._next(host, request)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:  # noqa: ARG002
        """Let the next one go: this one gave no answer."""
        self._next(self._host_of(request), request)

    @contextlib.contextmanager
    def place_for_others(self) -> Iterator[None]:
        """While a request waits for its host, one to another host may take its place among all."""
        downloader = self._crawler.engine.downloader
        more = downloader.total_concurrency > 0 and self._parked < PARKED_AT_MOST and self._several_hosts()
        if more:
            self._parked += 1
            downloader.total_concurrency += 1
            # Scrapy looks for requests when one ends, else every 5 s.
            if slot := self._crawler.engine._slot:
                slot.nextcall.schedule()
        try:
            yield
        finally:
            if more:
                self._parked -= 1
                downloader.total_concurrency -= 1

    def _several_hosts(self) -> bool:
        return len(getattr(self._crawler.spider, "hosts", ())) != 1

    async def _admit(self, host: _Host, request: Request) -> None:
        """Wait for the host, and then for a turn: what waits in Scrapy's own queue could not be held back."""
        host.line.append(request)
        try:
            with contextlib.ExitStack() as places:
                await self._stand_in_line(host, request, places)
            host.asking.add(request)
        finally:
            host.line.remove(request)
            host.wake()

    async def _stand_in_line(self, host: _Host, request: Request, places: contextlib.ExitStack) -> None:
        given = False
        while not host.given_up and not self._run_ends():
            changed = host.changed
            wait = host.until - time.monotonic()
            first = host.line[0] is request
            if first and wait <= 0 and len(host.asking) < self._at_once(host, request):
                return
            if not given and (wait > 0 or host.slowed):
                places.enter_context(self.place_for_others())
                given = True
            with contextlib.suppress(TimeoutError):
                # The first one minds the clock, and those behind it are woken by its going.
                await asyncio.wait_for(
                    changed.wait(), min(wait, LOOK_SECONDS) if first and wait > 0 else None
                )
        raise HostResting(host.given_up or f"{host.name} was not asked: the run ended")

    def _run_ends(self) -> bool:
        # Scrapy tells nobody that it waits for the requests that are under way.
        slot = self._crawler.engine._slot
        return slot is not None and slot.closing is not None

    def _at_once(self, host: _Host, request: Request) -> int:
        """How many requests may be out at the host."""
        if host.slowed:
            return 1
        downloader = self._crawler.engine.downloader
        told = downloader.per_slot_settings.get(urlparse_cached(request).hostname or "", {})
        return max(1, int(told.get("concurrency", downloader.domain_concurrency)))

    def _next(self, host: _Host, request: Request) -> None:
        if request in host.asking:
            host.asking.discard(request)
            host.wake()

    def _asked_wait(self, host: _Host, response: Response) -> float | None:
        """Seconds that the answer asks to wait for; None when it asks nothing."""
        stated = response.headers.get("Retry-After")
        if response.status == HTTPStatus.SERVICE_UNAVAILABLE and stated is None:
            return None  # of one page as often as of the host
        if response.status not in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
            return None
        date = parse_http_date((response.headers.get("Date") or b"").decode("latin-1"))
        now = date or dt.datetime.now(dt.UTC)
        seconds = parse_retry_after((stated or b"").decode("latin-1"), now)
        return seconds or min(FIRST_WAIT * 2**host.refusals, WAIT_AT_MOST)

    def _refused(self, host: _Host, request: Request, response: Response, wait: float) -> None:
        now, wall = time.monotonic(), dt.datetime.now(dt.UTC)
        self._crawler.stats.inc_value("host_rest/refusals")
        host.refusals += 1
        host.waited += max(0.0, now + wait - max(host.until, now))
        host.until = max(host.until, now + wait)
        self._memory.rest(host.name, wall + dt.timedelta(seconds=wait), wall)
        self._slow_down(host, request)
        if wait > WAIT_AT_MOST:
            self._give_up(host, f"asks to be left alone until {_clock(wall, wait)} (HTTP {response.status})")
        elif host.waited > WAITED_AT_MOST or host.refusals >= REFUSALS_AT_MOST:
            why = f"refused {host.refusals} requests in a row, {host.waited:.0f} s of waits asked for"
            self._give_up(host, f"{why} (HTTP {response.status})")
        else:
            logger.info("%s answered %d: it is left alone for %.0f s", host.name, response.status, wait)
        if host.given_up:
            request.meta["dont_retry"] = True

    def _slow_down(self, host: _Host, request: Request) -> None:
        host.slowed = True
        name = urlparse_cached(request).hostname or ""
        slow_down(self._crawler, name, min(SLOWEST, 2 * floor_of(self._crawler, name)), one_at_a_time=True)

    def _give_up(self, host: _Host, why: str) -> None:
        if host.given_up:
            return
        host.given_up = f"{host.name} {why}"
        host.wake()
        logger.warning("%s: nothing more of it is requested in this run", host.given_up)
        hosts = {_bare(name) for name in getattr(self._crawler.spider, "hosts", ())}
        known = (self._hosts.get(name) for name in hosts)
        if hosts and self._closing is None and all(host is not None and host.given_up for host in known):
            closing = self._crawler.engine.close_spider_async(reason=FINISH_REASON)
            self._closing = asyncio.ensure_future(closing)

    def _host_of(self, request: Request) -> _Host:
        return self._host(_bare(urlparse_cached(request).netloc))

    def _host(self, name: str) -> _Host:
        host = self._hosts.get(name)
        if host is None:
            host = self._hosts[name] = _Host(name)
            now = dt.datetime.now(dt.UTC)
            if until := self._memory.rest_until(name, now):
                self._go_on_resting(host, (until - now).total_seconds(), until)
        return host

    def _go_on_resting(self, host: _Host, wait: float, until: dt.datetime) -> None:
        """Take up what an earlier run was asked for."""
        if wait > WAIT_AT_MOST:
            host.given_up = f"{host.name} asked to be left alone until {until:%Y-%m-%d %H:%M:%S} UTC"
            logger.warning("%s: nothing of it is requested in this run", host.given_up)
        else:
            host.until = time.monotonic() + wait
            logger.info("%s asked to be left alone for another %.0f s", host.name, wait)


def _bare(netloc: str) -> str:
    return netloc.lower().removeprefix("www.")


def _clock(now: dt.datetime, wait: float) -> str:
    return f"{now + dt.timedelta(seconds=wait):%Y-%m-%d %H:%M:%S} UTC"
