"""Sites that do well or ill, each on a host of its own, which the test serves."""

import datetime as dt
import os
import signal
import time
from collections.abc import AsyncIterator
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler

from tests.round_sites.well import GONE, OTHER, WELL, RoundSite


class Twin(RoundSite):
    """An edition that shares the host of `well_kz`."""

    name = "twin_kz"
    hosts = (WELL,)
    feed_urls = (f"http://{WELL}/feed",)
    only_when_named = True


class Other(RoundSite):
    name = "other_uz"
    country = "UZ"
    hosts = (OTHER,)
    feed_urls = (f"http://{OTHER}/feed",)
    crawl_every = dt.timedelta(days=2)


class Failing(RoundSite):
    """Its feed is gone."""

    name = "failing_kz"
    hosts = (GONE,)
    feed_urls = (f"http://{GONE}/gone",)


class Dies(RoundSite):
    """Its process is killed, as when memory runs out."""

    name = "dies_kz"
    hosts = ("127.0.0.1:4",)
    feed_urls = ("http://127.0.0.1:4/feed",)

    async def start(self) -> AsyncIterator[Request]:
        os.kill(os.getpid(), signal.SIGKILL)
        yield Request(self.feed_urls[0])


class Late(RoundSite):
    """It has one second, and takes longer to begin: as where a process does not listen for signals yet."""

    name = "late_kz"
    hosts = ("127.0.0.1:5",)
    feed_urls = ("http://127.0.0.1:5/feed",)
    crawl_within = dt.timedelta(seconds=1)
    only_when_named = True

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        time.sleep(30)
        return super().from_crawler(crawler, *args, **kwargs)
