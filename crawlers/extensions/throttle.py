"""How fast a host is asked: AutoThrottle, with a floor for each host that it never goes below."""

from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response


class Throttle(AutoThrottle):
    """AutoThrottle that keeps to the floor of a host: `Crawl-delay`, or what a refusal made of it.

    It goes by answers of 200 alone where it would speed up, as Scrapy's does; a time-out or a broken
    connection changes nothing.
    """

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        super()._adjust_delay(slot, latency, response)
        downloader = self.crawler.engine.downloader
        key = next((key for key, known in downloader.slots.items() if known is slot), "")
        slot.delay = max(slot.delay, downloader.per_slot_settings.get(key, {}).get("delay", 0.0))


def floor_of(crawler: Crawler, hostname: str) -> float:
    """The least time between two requests to a host, seconds."""
    told = crawler.engine.downloader.per_slot_settings.get(hostname, {})
    return float(told.get("delay", crawler.settings.getfloat("DOWNLOAD_DELAY")))


def slow_down(crawler: Crawler, hostname: str, delay: float, *, one_at_a_time: bool = False) -> None:
    """Ask a host at most every `delay` seconds for the rest of the run. It never makes a host faster."""
    downloader = crawler.engine.downloader
    told = dict(downloader.per_slot_settings.get(hostname, {}))
    told["delay"] = max(delay, floor_of(crawler, hostname))
    if one_at_a_time:
        told["concurrency"] = 1
    # Scrapy forgets the slot of a host that was not asked for a minute, and makes it again by this.
    downloader.per_slot_settings[hostname] = told
    if slot := downloader.slots.get(hostname):
        slot.delay = max(slot.delay, told["delay"])
        if one_at_a_time:
            slot.concurrency = 1
