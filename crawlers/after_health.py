"""How the sites of a round fare: judged, told to people where it changed, and written down for machines."""

import datetime as dt
import logging
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from crawlers.round.results import Fate, Result
from pipelines.alarms.announce import announce
from pipelines.alarms.changes import ProblemKind, RunProblem
from pipelines.alarms.channels import channels_of
from pipelines.errors import SteppewireError, StoreError
from pipelines.health.judge import judge_sites
from pipelines.health.states import SiteHealth
from pipelines.report.last_runs import last_runs
from pipelines.report.prometheus import write_metrics
from pipelines.store.folder import FolderStore
from pipelines.store.store import Store, open_store

logger = logging.getLogger(__name__)

ALARMS, METRICS = "alarms", "metrics"
"""Names of what comes after the sites, beside those of sites."""

STORE = "the store"
"""Its name in alarms, which no site can have."""

_PROBLEMS: Mapping[Fate, ProblemKind] = {
    "store failed": "store failed",
    "hung": "out of time",
    "died": "died",
}
"""Ends of a run that leave no record to judge the site by. One that its time limit ended in good order left
one, and the next run goes on from there."""


def tell(store_url: str, results: Sequence[Result], metrics: str, now: dt.datetime) -> list[Result]:
    """Judge the sites that were crawled, send alarms of what changed, and write the file of numbers.

    `metrics` is the path of that file, or empty. Gives a result for each of the two that failed, and raises
    nothing that a store or a receiver does: the sites' own results are told in any case.
    """
    crawled = [result for result in results if result.started_at and result.fate != "running elsewhere"]
    found = []
    try:
        store = open_store(store_url)
        found += _alarm(store, crawled, now)
    except SteppewireError as error:
        return [_failed(ALARMS, [str(error)], now)]
    if metrics:
        try:
            _write(store, Path(metrics), now)
        except SteppewireError as error:
            found.append(_failed(METRICS, [str(error)], now))
    return found


def tell_store(ledgers: Path, failure: str | None, now: dt.datetime) -> None:
    """Send an alarm when the store began to fail, and when it works again. Raises UsageError alone.

    What was told is remembered beside the ledgers: in the store it could not be.
    """
    channels = channels_of(os.environ)
    if not channels:
        return
    problems = (
        [RunProblem(site=STORE, kind="store failed", evidence=(failure,), since=now)] if failure else []
    )
    healths = [] if failure else [SiteHealth(site=STORE, state="well", judged_at=now)]
    try:
        announce(FolderStore(ledgers / "_alarms"), healths, channels, now, problems=problems)
    except StoreError as error:
        logger.warning("Nobody could be told about the store: %s", error)


def _alarm(store: Store, crawled: Sequence[Result], now: dt.datetime) -> list[Result]:
    channels = channels_of(os.environ)
    if not channels:
        return []
    healths = judge_sites(store, [result.site for result in crawled], now)
    problems = [
        RunProblem(
            site=result.site,
            kind=_PROBLEMS[result.fate],
            evidence=result.complaints,
            since=result.started_at or now,
            run_id=result.run_id,
        )
        for result in crawled
        if result.fate in _PROBLEMS
    ]
    told = announce(store.objects, healths, channels, now, problems=problems)
    # Why stands in the log already, once and not with every round.
    return [_failed(ALARMS, (), now)] if told.failures or told.dropped else []


def _write(store: Store, path: Path, now: dt.datetime) -> None:
    records = last_runs(store.objects, now)
    write_metrics(path, records, judge_sites(store, [record.site for record in records], now))


def _failed(name: str, lines: Sequence[str], now: dt.datetime) -> Result:
    return Result(site=name, fate="unhealthy", started_at=now, complaints=tuple(lines))
