"""The run records of a period, read through Arrow: a reader of a bucket needs no boto3 for them."""

import collections
import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import pyarrow as pa
import pyarrow.fs as pafs

from ...errors import StoreError
from ..run_record import EXIT_UNHEALTHY, FetchSeconds, RunRecord, load
from .period import Period

MAX_RECORDS = 10_000
"""Records that are read: 100 sites, three times a day, for a month. Of a folder, 2,976 took 1.9 s."""

_READERS = 8
_BAD = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What the report needs of a run's record."""

    site: str
    key: str
    started_at: dt.datetime
    seconds: float
    complaints: tuple[str, ...]
    exit_code: int
    requests: Mapping[str, int]
    """By host."""
    refusals: Mapping[str, int]
    """Answers of 429 and 503, by host."""
    fetch_seconds: FetchSeconds | None

    @property
    def is_well(self) -> bool:
        """Was nothing wrong? A run that a signal ended goes on later."""
        return not self.complaints and self.exit_code != EXIT_UNHEALTHY


@dataclasses.dataclass(frozen=True, slots=True)
class Runs:
    """The runs of a period, in the order of their starts."""

    found: tuple[Run, ...]
    left_out: int = 0
    """Records that were not read: of a site's day the last ones are."""
    broken: tuple[str, ...] = ()
    """Keys of records that are none."""

    def latest(self) -> dict[str, Run]:
        """The last run of each site."""
        return {run.site: run for run in self.found}


def read_runs(files: pafs.FileSystem, period: Period) -> Runs:
    """Read the records below `runs/`, which is the root of `files`. Raises StoreError."""
    try:
        names, left_out = _chosen(files, period)
        with ThreadPoolExecutor(_READERS) as pool:
            read = list(pool.map(lambda name: _read(files, name), names))
    except (OSError, pa.ArrowException) as error:
        raise StoreError(f"the run records cannot be read: {error}") from error
    runs = [one for one in read if isinstance(one, Run)]
    of_period = [run for run in runs if period.since <= run.started_at <= period.now]
    of_period.sort(key=lambda run: (run.started_at, run.key))
    return Runs(tuple(of_period), left_out, tuple(one for one in read if isinstance(one, str)))


def _chosen(files: pafs.FileSystem, period: Period) -> tuple[list[str], int]:
    """Which records are read, and how many are not."""
    by_site_and_day: dict[str, list[str]] = collections.defaultdict(list)
    for day in period.days:
        selector = pafs.FileSelector(day.isoformat(), allow_not_found=True)
        for name in sorted(info.path for info in files.get_file_info(selector) if info.is_file):
            # The name of a run begins with its start: its moment and a random part are the last two.
            by_site_and_day[name.rsplit("-", 2)[0]].append(name)
    total = sum(map(len, by_site_and_day.values()))
    each = total if total <= MAX_RECORDS else max(1, MAX_RECORDS // len(by_site_and_day))
    chosen = [name for names in by_site_and_day.values() for name in names[-each:]]
    return chosen, total - len(chosen)


def _read(files: pafs.FileSystem, name: str) -> Run | str | None:
    """A run, or the key of what is none. None where it is gone since it was listed."""
    key = f"runs/{name}"
    try:
        with files.open_input_stream(name) as stream:
            data = stream.read()
    except FileNotFoundError:
        return None
    try:
        return _light(load(data), key)
    except _BAD:
        return key


def _light(record: RunRecord, key: str) -> Run:
    return Run(
        site=str(record.site),
        key=key,
        started_at=record.started_at,
        seconds=record.seconds,
        complaints=tuple(record.complaints),
        exit_code=record.exit_code,
        requests={str(host): int(count) for host, count in record.requests.items()},
        refusals={str(host): int(count) for host, count in record.refusals.items()},
        fetch_seconds=record.fetch_seconds,
    )


def grid(runs: Sequence[Run]) -> dict[tuple[str, dt.date], tuple[int, int]]:
    """For each site and UTC day how many runs began, and how many of them were not well."""
    found: dict[tuple[str, dt.date], tuple[int, int]] = {}
    for run in runs:
        where = run.site, run.started_at.date()
        began, bad = found.get(where, (0, 0))
        found[where] = began + 1, bad + (not run.is_well)
    return found
