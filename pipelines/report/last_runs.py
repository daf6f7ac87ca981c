"""The last run of each site, from the run records in the store."""

import datetime as dt
import logging

from ..store.objects import ObjectStore
from .run_record import RunRecord, load, new_run_id

logger = logging.getLogger(__name__)

DAYS = 8
"""How far back is looked: a week, so that a site that is crawled once in one is there, and today."""

_ID_LENGTH = len(new_run_id(dt.datetime(2026, 1, 1, tzinfo=dt.UTC), "abcdef"))


def last_runs(objects: ObjectStore, now: dt.datetime, days: int = DAYS) -> list[RunRecord]:
    """The last crawl of each site within `days`, in the order of sites; ingests are none of a site.

    Lists `days` folders and reads one object a site. Raises StoreError when the store fails. A record that
    cannot be read is left out, and told in the log.
    """
    keys: dict[str, str] = {}
    for ago in range(days - 1, -1, -1):
        day = f"runs/{now - dt.timedelta(days=ago):%Y-%m-%d}/"
        # In order: a later run's name sorts behind.
        for key in objects.list(day):
            site = key.removeprefix(day).removesuffix(".json")[: -_ID_LENGTH - 1]
            if site and not site.startswith("_"):
                keys[site] = key
    found = []
    for _, key in sorted(keys.items()):
        data = objects.get(key)
        if data is None:
            continue
        try:
            found.append(load(data))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            logger.warning("%s cannot be read (%s); see scrapy verify", key, type(error).__name__)
    return found
