"""Numbers for machines: a file for the textfile collector of Prometheus' node exporter.

Gauges of the last run of each site, after Prometheus' naming practice: base units, no name in a label that
is not from a closed list. `site` is a declared site or the host of an undeclared one, all other labels are
words of `article` and `health.states`.
"""

import contextlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from ..article import OUTCOMES, Failure, Reason
from ..errors import SteppewireError
from ..health.states import STATES, SiteHealth
from .run_record import RunRecord

_OTHER = "other"
"""Reasons of a record that a newer version wrote."""


def registry_of(records: Sequence[RunRecord], healths: Sequence[SiteHealth]) -> CollectorRegistry:
    """The gauges of the last run of each site, and of its state.

    Each outcome, reason and state is there with 0 as well: a query over a label that comes and goes is hard
    to get right.
    """
    registry = CollectorRegistry()
    site = ("site",)
    at = _gauge(registry, "run_timestamp_seconds", "When the last run of the site ended, Unix time.", site)
    took = _gauge(registry, "run_duration_seconds", "How long the last run took.", site)
    code = _gauge(registry, "run_exit_code", "Exit code of the last run: 0 is well.", site)
    pending = _gauge(registry, "run_pending", "Addresses that wait for the next run.", site)
    pages = _gauge(registry, "run_pages", "Pages of the last run by outcome.", ("site", "outcome"))
    rejected = _gauge(
        registry, "run_rejected", "Rejected pages of the last run by reason.", ("site", "reason")
    )
    failed = _gauge(registry, "run_failed", "Failed pages of the last run by reason.", ("site", "reason"))
    state = _gauge(registry, "site_state", "1 for the state that the site is in.", ("site", "state"))
    for record in records:
        at.labels(record.site).set(record.finished_at.timestamp())
        took.labels(record.site).set(record.seconds)
        code.labels(record.site).set(record.exit_code)
        pending.labels(record.site).set(record.pending)
        for outcome in OUTCOMES:
            pages.labels(record.site, outcome).set(record.outcomes.get(outcome, 0))
        for gauge, outcome, words in ((rejected, "rejected", Reason), (failed, "failed", Failure)):
            for reason, number in _by_reason(record, outcome, [str(word) for word in words]):
                gauge.labels(record.site, reason).set(number)
    for health in healths:
        for name in STATES:
            state.labels(health.site, name).set(name == health.state)
    return registry


def _gauge(registry: CollectorRegistry, name: str, meaning: str, labels: tuple[str, ...]) -> Gauge:
    return Gauge(name, meaning, labels, namespace="steppewire", registry=registry)


def _by_reason(record: RunRecord, outcome: str, words: Sequence[str]) -> Iterable[tuple[str, int]]:
    """Each of the words with its number of pages, and what is none of them as `other`."""
    counts = dict.fromkeys([*words, _OTHER], 0)
    for name, number in record.reasons.items():
        kind, _, reason = name.partition("/")
        if kind == outcome:
            counts[reason if reason in counts else _OTHER] += number
    return counts.items()


def write_metrics(path: Path, records: Sequence[RunRecord], healths: Sequence[SiteHealth]) -> None:
    """Write the file at once and readable by all; its folder must exist.

    Raises SteppewireError when it cannot be written; the old file stays.
    """
    # The exporter reads *.prom only, so an unfinished file that a crash leaves is no trouble, and the next
    # run of this process number writes over it.
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as file:
            file.write(generate_latest(registry_of(records, healths)))
            # The exporter is another user, and cron's umask may be strict.
            os.fchmod(file.fileno(), 0o644)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise SteppewireError(f"NEWS_METRICS_FILE: {path}: {error.strerror or error}") from error
