"""What became of a site in a round, and the exit code of a round."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from crawlers.round.processes import Ended
from pipelines.errors import SiteHeld, StoreError, UsageError
from pipelines.report.run_record import EXIT_DONE, EXIT_INTERRUPTED, EXIT_UNHEALTHY, RunRecord

Fate = Literal[
    "done",
    "unhealthy",  # no source could be read, pages failed, or the run ended early
    "wrong use",
    "store failed",
    "running elsewhere",  # another run or round has the site
    "time limit",  # ended in good order when its time was over; the next run goes on from there
    "stopped",  # ended because the round was
    "hung",  # its time was over, and it had to be killed
    "died",  # a signal ended it, or it left neither a record nor a reason
    "not started",  # the round was stopped before
]
"""What became of a site."""

_BY_CODE: dict[int | None, Fate] = {
    EXIT_DONE: "done",
    EXIT_UNHEALTHY: "unhealthy",
    UsageError.exit_code: "wrong use",
    StoreError.exit_code: "store failed",
    SiteHeld.exit_code: "running elsewhere",
    EXIT_INTERRUPTED: "stopped",
}

_CODES: dict[Fate, int] = {
    "done": EXIT_DONE,
    "unhealthy": EXIT_UNHEALTHY,
    "wrong use": UsageError.exit_code,
    "store failed": StoreError.exit_code,
    # Somebody crawls it: nothing is wrong with it or with the round.
    "running elsewhere": EXIT_DONE,
    "time limit": EXIT_INTERRUPTED,
    "stopped": EXIT_INTERRUPTED,
    "hung": EXIT_UNHEALTHY,
    "died": EXIT_UNHEALTHY,
    "not started": EXIT_INTERRUPTED,
}

_WORST_FIRST = (StoreError.exit_code, UsageError.exit_code, EXIT_UNHEALTHY, EXIT_INTERRUPTED)
"""A store that failed stands before what it brought about; an interruption is nobody's fault."""

WRONG: frozenset[Fate] = frozenset(("unhealthy", "wrong use", "store failed", "hung", "died"))
"""What somebody should hear of."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of a site, or of the compaction."""

    site: str
    """The site; `compact` for the compaction."""
    fate: Fate
    code: int | None = None
    """Exit code of its process; None when a signal ended it, or there was none."""
    signal: str | None = None
    """The signal that ended it."""
    started_at: dt.datetime | None = None
    """UTC."""
    seconds: float = 0.0
    outcomes: dict[str, int] = dataclasses.field(default_factory=dict)
    """Pages by outcome."""
    revisits: dict[str, int] = dataclasses.field(default_factory=dict)
    """Pages that were visited again on schedule, by outcome; not among the others."""
    complaints: tuple[str, ...] = ()
    """What is to be said of it, a line each."""
    run_id: str | None = None
    """The run's record in the store."""

    def to_json(self) -> dict[str, Any]:
        """As `--json` tells it."""
        values = dataclasses.asdict(self)
        values["started_at"] = self.started_at.isoformat() if self.started_at else None
        values["seconds"] = round(self.seconds, 1)
        return values


def result_of(
    site: str, began: dt.datetime, ended: Ended, record: RunRecord | None, *, leaves_record: bool = True
) -> Result:
    """What became of a site, from its process and the record that it left."""
    fate = _fate(ended, record, leaves_record=leaves_record)
    complaints: tuple[str, ...] = ()
    if fate == "hung":
        complaints = ("its time was over and it did not end: killed",)
    elif fate == "died":
        complaints = (*_how(ended), *ended.said)
    elif record is not None and fate in ("unhealthy", "time limit", "stopped"):
        complaints = tuple(record.complaints)
    elif fate not in ("done", "stopped", "time limit"):
        complaints = ended.said[-1:]
    return Result(
        site=site,
        fate=fate,
        code=ended.code,
        signal=ended.signal,
        started_at=began,
        seconds=ended.seconds,
        outcomes=dict(record.outcomes) if record else {},
        revisits=dict(record.revisits) if record else {},
        complaints=complaints,
        run_id=record.run_id if record else None,
    )


def _how(ended: Ended) -> Iterator[str]:
    if ended.signal:
        yield f"ended by {ended.signal}"
    elif ended.code is not None:
        yield f"ended with code {ended.code} and no record"


def _fate(ended: Ended, record: RunRecord | None, *, leaves_record: bool) -> Fate:
    if ended.stopped == "hung":
        return "hung"
    # A run that was done when its signal came is done.
    if ended.stopped and (ended.code in (None, EXIT_INTERRUPTED)):
        return "time limit" if ended.stopped == "limit" else "stopped"
    fate = _BY_CODE.get(ended.code, "died")
    # With that code Python ends as well, on an error that nobody foresaw.
    return "died" if fate == "unhealthy" and record is None and leaves_record else fate


def exit_code(results: Iterable[Result], *, stopped: bool) -> int:
    """The exit code of a round: the worst of its sites decides, and 5 when it was told to stop."""
    if stopped:
        return EXIT_INTERRUPTED
    codes = {_CODES[result.fate] for result in results}
    return next((code for code in _WORST_FIRST if code in codes), EXIT_DONE)
