"""What a run did, and whether that was well: the object `runs/<date>/<site>-<run_id>.json` in the store."""

import collections
import dataclasses
import datetime as dt
import json
from typing import Any, Literal, get_args

from ..article import OUTCOMES, RULES_VERSION, SCHEMA_VERSION
from ..store.objects import ObjectStore
from ..store.schema import from_row, to_json
from .estimate import Estimate

_SHOWN = 10
"""Sources, or archives, that are named when they could not be read."""

EXIT_DONE = 0
EXIT_UNHEALTHY = 1
EXIT_INTERRUPTED = 5


SourceResult = Literal[
    "read",  # it names something
    "no_links",  # it is what it claims to be, and names nothing
    "unchanged",  # the site said that nothing changed (304)
    "empty",  # no bytes, or white space
    "html",  # a page of HTML in the place of a feed or sitemap
    "broken",  # cut or broken so that nothing of it could be read
    "other",  # another document than it claims to be
    "foreign",  # nothing in it is of this site, or looks like an article's address
    "too_large",
    "not_found",  # 404 or 410
    "refused",  # another 3xx or 4xx, a name that leads to a forbidden address, or another site
    "server",  # 5xx, 408 or 429
    "robots",  # robots.txt forbids it
    "network",  # no answer, or robots.txt could not be read
]
"""What became of a source."""


@dataclasses.dataclass(frozen=True, slots=True)
class SourceReading:
    """A feed, sitemap or section page that was read, or could not be."""

    url: str
    kind: str
    """`feed`, `sitemap` or `section`."""
    links: int = 0
    """Addresses found in it."""
    error: str | None = None
    """Why it could not be read; null when it was."""
    result: SourceResult = "read"
    """What became of it, in one word."""
    dropped: dict[str, int] = dataclasses.field(default_factory=dict)
    """Addresses in it that were not taken, by why: `glued`, `foreign`, `itself`, `broken`, or the rule of
    `crawlers.discovery.traps` that refused them."""
    misdeclared: bool = False
    """Its bytes are in another charset than its header or first line says; it was read all the same."""


@dataclasses.dataclass(frozen=True, slots=True)
class FetchSeconds:
    """How long a site took to answer: from a request on its way to the head of its answer, seconds."""

    count: int
    """Answers that were timed."""
    p50: float
    """Half of them came in this time, to 3%."""
    p95: float
    """95 of 100 came in this time, to 3%."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """What a run did."""

    run_id: str
    """Name of the run: its start and a random part."""
    site: str
    """The site; `_ingest` for an ingest."""
    kind: Literal["crawl", "ingest"]
    """What kind of run."""
    started_at: dt.datetime
    """UTC."""
    finished_at: dt.datetime
    """UTC."""
    finish_reason: str
    """Scrapy's reason, or `finished`, or `shutdown` after a signal."""
    outcomes: dict[str, int] = dataclasses.field(default_factory=dict)
    """Pages by outcome."""
    reasons: dict[str, int] = dataclasses.field(default_factory=dict)
    """Rejected and failed pages by reason: `rejected/gone`."""
    revisits: dict[str, int] = dataclasses.field(default_factory=dict)
    """Pages of known articles that were visited again on schedule, by outcome; not among `outcomes`. One that
    failed waits for its next step, and is no complaint."""
    sources: list[SourceReading] = dataclasses.field(default_factory=list)
    """What was read to find pages."""
    queued: int = 0
    """Addresses that were new."""
    pending: int = 0
    """Addresses that wait for the next run."""
    batches: int = 0
    """Batches that went into the store."""
    fetch_seconds: FetchSeconds | None = None
    """How long answers took, robots.txt and sources included: `count`, `p50`, `p95`; null without any."""
    requests: dict[str, int] = dataclasses.field(default_factory=dict)
    """Requests that were made, by host, each try counted; from the 31st host on together as `others`."""
    refusals: dict[str, int] = dataclasses.field(default_factory=dict)
    """Answers of 429 and 503, by host, as `requests`."""
    estimate: Estimate | None = None
    """Of a backfill, as told before its first page: `pages`, `at_least`, `requests`, `seconds_a_request`,
    `seconds`, `pages_a_run`, `runs`; null for others, and where the run ended before it was known."""
    already_in: int = 0
    """For an ingest: records that were in the dataset before."""
    unreadable: int = 0
    """For an ingest: records that could not be read."""
    dropped: dict[str, int] = dataclasses.field(default_factory=dict)
    """For an ingest of Common Crawl's archives: responses that were left out, by why: `other_host`,
    `no_article`, `truncated`, `status`, `not_html`, `no_address`."""
    archives: int = 0
    """For an ingest: archives that were read to their end."""
    broken: dict[str, str] = dataclasses.field(default_factory=dict)
    """For an ingest: archives that could not be read, or not all of them, and why."""
    rules_version: int = RULES_VERSION
    """Version of the extraction rules."""
    schema_version: int = SCHEMA_VERSION
    """Version of the table columns."""

    @property
    def seconds(self) -> float:
        """How long it took."""
        return (self.finished_at - self.started_at).total_seconds()

    @property
    def source_results(self) -> dict[str, int]:
        """Sources by what became of them, in the order of `SourceResult`."""
        counts = collections.Counter(source.result for source in self.sources)
        return {result: counts[result] for result in get_args(SourceResult) if counts[result]}

    @property
    def complaints(self) -> list[str]:
        """Why the run is not healthy, a line each; none when it is."""
        found = []
        if self.sources and all(source.error for source in self.sources):
            found.append("no source could be read")
            found += [f"{source.kind} {source.url}: {source.error}" for source in self.sources[:_SHOWN]]
        if failed := self.outcomes.get("failed", 0):
            found.append(f"{failed} pages failed; a later run tries them again")
        if self.unreadable:
            found.append(f"{self.unreadable} records could not be read")
        if self.broken:
            found.append(f"{len(self.broken)} archives could not be read whole")
            found += [f"{name}: {why}" for name, why in list(self.broken.items())[:_SHOWN]]
        if self.finish_reason not in ("finished", "shutdown"):
            found.append(f"the run ended early: {self.finish_reason}")
        return found

    @property
    def exit_code(self) -> int:
        """The exit code that the run's command gives (docs/settings.md)."""
        if self.finish_reason == "shutdown":
            return EXIT_INTERRUPTED
        return EXIT_UNHEALTHY if self.complaints else EXIT_DONE

    @property
    def key(self) -> str:
        """Where the record is in the store."""
        return f"runs/{self.started_at:%Y-%m-%d}/{self.site}-{self.run_id}.json"


def new_run_id(now: dt.datetime, random: str) -> str:
    """A run's name: sorts by start; `random` is a few hexadecimal digits."""
    return f"{now:%Y%m%dT%H%M%SZ}-{random}"


def save(objects: ObjectStore, record: RunRecord) -> None:
    """Put a run's record into the store."""
    values = {**to_json(record), "healthy": not record.complaints, "exit_code": record.exit_code}
    objects.replace(record.key, json.dumps(values, ensure_ascii=False, indent=1).encode())


def load(data: bytes) -> RunRecord:
    """A run's record, as `save` wrote it."""
    values: dict[str, Any] = json.loads(data)
    record: RunRecord = from_row(RunRecord, values)
    return record


def ordered_outcomes(outcomes: dict[str, int]) -> list[tuple[str, int]]:
    """Outcomes that occurred, in the order that they are always told in."""
    return [(outcome, outcomes[outcome]) for outcome in OUTCOMES if outcomes.get(outcome)]
