"""Making the report: reads a store, writes `index.html`."""

import contextlib
import datetime as dt
import importlib.util
import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

from ...errors import UsageError
from ...health.states import SiteHealth
from ...store.files import table_files
from ...store.location import StoreLocation
from ...store.tables import Tables
from .attention import needs
from .measures import measure
from .period import Period, last_days
from .runs import read_runs

PAGE = "index.html"


def make_report(
    location: StoreLocation,
    tables: Tables,
    options: Mapping[str, str],
    out: Path,
    *,
    days: int,
    now: dt.datetime,
    healths: Sequence[SiteHealth] = (),
) -> Path:
    """Write the report on the last `days` UTC days of a store into the folder `out`; the page's path.

    :param tables: the tables at `location`
    :param options: what Delta is told of a bucket
    :param now: the moment up to which it looks; the same store and moment give the same bytes
    :param healths: the states of sites; others are judged by their last run

    Raises UsageError where matplotlib is missing, `days` is out of range or `out` cannot be written, and
    StoreError where there is no dataset or it cannot be read.
    """
    period = check(out, days, now)
    # Not before it is known that matplotlib is there.
    from .document import Overview, page

    measures = measure(tables, period)
    runs = read_runs(table_files(location, "runs", options), period)
    overview = Overview(store=location.url, measures=measures, runs=runs, needs=needs(healths, runs, period))
    return _write(out, page(overview))


def check(out: Path, days: int, now: dt.datetime) -> Period:
    """The period, when a report on it can be written: asked before the store is read.

    Makes the folder `out`. Raises UsageError as `make_report`.
    """
    if importlib.util.find_spec("matplotlib") is None:
        raise UsageError("the report needs matplotlib: pip install 'steppewire[report]'")
    period = last_days(days, now)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"--out {out}: {error.strerror or error}") from error
    if not os.access(out, os.W_OK | os.X_OK):
        raise UsageError(f"--out {out}: no file can be written there")
    return period


def _write(out: Path, text: str) -> Path:
    """A reader of the old page never sees half of the new one."""
    unfinished = out / f".{PAGE}-{secrets.token_hex(4)}"
    try:
        unfinished.write_text(text, encoding="utf-8")
        return unfinished.replace(out / PAGE)
    except OSError as error:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise UsageError(f"--out {out}: {error.strerror or error}") from error
