"""What a run asked of whom, and how long answers took: numbers of a bounded size, for the run's record."""

import collections
import math

from scrapy import Request, signals
from scrapy.http import Response
from scrapy.signalmanager import SignalManager
from scrapy.utils.httpobj import urlparse_cached

from pipelines.report.run_record import FetchSeconds

MAX_HOSTS = 30
"""Hosts that are counted by name. A site declares a few; `robots.txt` may be served by others."""
OTHERS = "others"
"""The hosts behind those."""

STEP = 1.05
"""Times are counted by classes, each wider than the one below by this: a run of 20,000 pages keeps some 300
numbers instead of as many times, and its percentiles are true to half a class."""
SHORTEST, LONGEST = 0.001, 600.0
"""Seconds that are told apart."""

_REFUSALS = (429, 503)


class Fetches:
    """The requests of a run."""

    def __init__(self) -> None:
        self.requests: collections.Counter[str] = collections.Counter()
        """Requests that were made, by host."""
        self.refusals: collections.Counter[str] = collections.Counter()
        """Answers of 429 and 503, by host."""
        self._times: collections.Counter[int] = collections.Counter()

    def listen(self, manager: SignalManager) -> None:
        """Count what the downloader does from now on."""
        manager.connect(self.requested, signals.request_left_downloader)
        manager.connect(self.answered, signals.response_downloaded)

    def requested(self, request: Request) -> None:
        """Count a request, whatever came of it. What a guard held back never reaches the downloader."""
        self._count(self.requests, request)

    def answered(self, response: Response, request: Request) -> None:
        """Count an answer, before any middleware tries again."""
        latency = request.meta.get("download_latency")
        if isinstance(latency, float):
            self.timed(latency)
        if response.status in _REFUSALS:
            self._count(self.refusals, request)

    def timed(self, seconds: float) -> None:
        """Count an answer's time."""
        held = min(max(seconds, SHORTEST), LONGEST)
        self._times[math.floor(math.log(held, STEP))] += 1

    def seconds(self) -> FetchSeconds | None:
        """How long answers took; None without any."""
        count = self._times.total()
        return FetchSeconds(count, self._quantile(0.50), self._quantile(0.95)) if count else None

    def _quantile(self, share: float) -> float:
        rank, passed, middle = share * self._times.total(), 0, 0.0
        for number, count in sorted(self._times.items()):
            passed += count
            middle = STEP ** (number + 0.5)
            if passed >= rank:
                break
        return round(middle, 4)

    @staticmethod
    def _count(counter: collections.Counter[str], request: Request) -> None:
        host = urlparse_cached(request).netloc.rpartition("@")[2].lower()
        counter[host if host in counter or len(counter) < MAX_HOSTS else OTHERS] += 1
