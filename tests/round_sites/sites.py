"""Sites that do well or ill, each on a host of its own, which the test serves."""

import datetime as dt
import os
import signal
from collections.abc import AsyncIterator

from scrapy import Request

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
    """It has one second, which is less than a process takes to begin."""

    name = "late_kz"
    hosts = ("127.0.0.1:5",)
    feed_urls = ("http://127.0.0.1:5/feed",)
    crawl_within = dt.timedelta(seconds=1)
    only_when_named = True
