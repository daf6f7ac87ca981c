"""What is done once at the end of a round, after its sites."""

import asyncio
import dataclasses
import datetime as dt
import json
import socket
from collections.abc import Sequence

from crawlers.after_health import tell
from crawlers.round.crawl_sites import Runs
from crawlers.round.results import Result, result_of
from pipelines.errors import StoreError
from pipelines.store.objects import ObjectStore

COMPACTION = "compact"
"""The name of the compaction beside those of sites."""

COMPACTION_SECONDS = 3600.0
"""Time limit of a compaction, seconds."""

_DAY_KEY = "state/compaction.json"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RoundDone:
    """What a round worked on."""

    store_url: str
    objects: ObjectStore
    metrics: str
    """The file of numbers for machines, or empty."""


async def after_all(done: RoundDone, results: Sequence[Result], processes: Runs) -> list[Result]:
    """Do what is done after every round that crawled something and was not told to stop.

    `results` are what became of its sites. Gives results of its own, which count for the exit code as those
    of sites do. Raises nothing: what fails here is a result, and hides no site's.
    """
    if all(result.started_at is None for result in results):
        return []
    told = await asyncio.to_thread(tell, done.store_url, results, done.metrics, dt.datetime.now(dt.UTC))
    compacted = await _compact(done.objects, processes)
    return [*told, compacted] if compacted else told


async def _compact(objects: ObjectStore, processes: Runs) -> Result | None:
    """Compact the store if nobody did since midnight UTC, in a process of its own; None if somebody did."""
    began = dt.datetime.now(dt.UTC)
    try:
        before = await asyncio.to_thread(_take_day, objects, began.date())
    except StoreError as error:
        return Result(site=COMPACTION, fate="store failed", started_at=began, complaints=(str(error),))
    if before is None:
        return None
    try:
        ended = await processes.scrapy(COMPACTION, name=COMPACTION, within=COMPACTION_SECONDS)
        result = result_of(COMPACTION, began, ended, None)
    except OSError as error:
        result = Result(site=COMPACTION, fate="died", complaints=(f"cannot be started: {error}",))
    if result.fate != "done":
        try:
            await asyncio.to_thread(_put_day, objects, before)
        except StoreError as error:
            more = f"and it is tried again tomorrow only: {error}"
            result = dataclasses.replace(result, complaints=(*result.complaints, more))
    return result


def _take_day(objects: ObjectStore, day: dt.date) -> str | None:
    """Take a day's compaction: the day of the one before (empty: never), None when this day's is taken.

    Of several hosts one takes it. Raises StoreError.
    """
    found = objects.get_tagged(_DAY_KEY)
    if found is None:
        return "" if objects.put_if_absent(_DAY_KEY, _day(day.isoformat())) else None
    try:
        last = str(json.loads(found[0])["day"])
    except (ValueError, KeyError, TypeError):
        last = ""  # a torn write of a broken disk: as if it had never been
    # A day ahead is another host's clock, or midnight just now; further ahead, a clock that was wrong.
    if last in (day.isoformat(), (day + dt.timedelta(days=1)).isoformat()):
        return None
    return last if objects.put_if_match(_DAY_KEY, _day(day.isoformat()), found[1]) else None


def _put_day(objects: ObjectStore, day: str) -> None:
    """Give a day's compaction back. Raises StoreError."""
    objects.replace(_DAY_KEY, _day(day))


def _day(day: str) -> bytes:
    return json.dumps({"day": day, "host": socket.gethostname()}).encode()
