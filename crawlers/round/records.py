"""Records of the runs of a round: read when a process ended, and written for one that could not."""

import datetime as dt
import secrets

from crawlers.round.results import Result
from pipelines.report.run_record import RunRecord, load, new_run_id, save
from pipelines.store.objects import ObjectStore

_LATE = dt.timedelta(seconds=2)
"""A run's name has whole seconds."""


def read_record(objects: ObjectStore, site: str, began: dt.datetime) -> RunRecord | None:
    """The record of the run that a process left which began at `began`. Raises StoreError."""
    first = new_run_id(began - _LATE, "")
    days = sorted({(began - _LATE).date(), dt.datetime.now(dt.UTC).date()})
    for day in reversed(days):
        prefix = f"runs/{day:%Y-%m-%d}/{site}-"
        found = [key for key in objects.list(prefix) if key.removeprefix(prefix) >= first]
        if found and (data := objects.get(found[-1])):
            return load(data)
    return None


def leave_record(objects: ObjectStore, result: Result) -> RunRecord:
    """Put a record into the store for a run that hung or died: its health must show it.

    Raises StoreError.
    """
    started_at = result.started_at or dt.datetime.now(dt.UTC)
    record = RunRecord(
        run_id=new_run_id(started_at, secrets.token_hex(3)),
        site=result.site,
        kind="crawl",
        started_at=started_at,
        finished_at=started_at + dt.timedelta(seconds=result.seconds),
        finish_reason=result.complaints[0] if result.fate == "died" else "hung",
    )
    save(objects, record)
    return record
