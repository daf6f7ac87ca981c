"""What is known of one run of a site, in numbers: all that the judge looks at."""

import dataclasses
import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping
from http import HTTPStatus
from typing import Literal

from ..article import Failure, Reason
from ..report.run_record import FetchSeconds, RunRecord, SourceReading, SourceResult

Fate = Literal["article", "lost", "unreachable", "blocked", "other"]
"""What a page says of its site: it gave an article, it came and gave none, it did not come, it was refused;
`other` says nothing of the site (a page that was taken down, a worker that died)."""

FIELDS = ("title", "published", "authors", "lead", "image", "section", "tags")
"""Fields of an article whose share of filled ones is looked at."""

_LOST = frozenset(
    (
        Reason.GONE,
        Reason.NOT_HTML,
        Reason.TOO_LARGE,
        Reason.EMPTY,
        Reason.NOT_ARTICLE,
        Reason.TOO_SHORT,
        Reason.PAYWALL,
        Reason.VIDEO,
        Reason.LOGIN,
        Reason.COOKIE_WALL,
        Reason.OFFSITE,
    )
)
_BLOCKED = frozenset(
    (
        f"rejected/{Reason.REFUSED}",
        f"rejected/{Reason.ROBOTS}",
        f"rejected/{Reason.CHALLENGE}",
        f"failed/{Failure.REFUSED}",
    )
)
_UNREACHABLE = frozenset(
    (
        f"failed/{Failure.NETWORK}",
        f"failed/{Failure.SERVER}",
        f"failed/{Failure.ADDRESS}",
        f"failed/{Failure.ROBOTS_UNREACHABLE}",
    )
)


def fate(outcome: str, reason: str | None, status: int | None) -> Fate:
    """What a row of `pages` says of its site, by its outcome, reason and HTTP status.

    A failure `server` without a status is a page of a host that asked to be left alone: it was not asked.
    """
    if outcome not in ("rejected", "failed"):
        return "article"
    if outcome == "rejected" and reason in _LOST:
        return "lost"
    if (outcome, reason) == ("failed", Failure.SERVER):
        if status is None:
            return "other"
        return "blocked" if status == HTTPStatus.TOO_MANY_REQUESTS else "unreachable"
    told = f"{outcome}/{reason}"
    return "blocked" if told in _BLOCKED else "unreachable" if told in _UNREACHABLE else "other"


SourceFate = Literal["read", "unreachable", "blocked", "resting", "dead"]
"""What a source says: it was read (an answer that nothing changed is one), no answer or 5xx, a refusal, it
was not asked as its host rests or the run ended, or something came that names nothing."""

_OF_SOURCES: dict[SourceResult, SourceFate] = {
    "read": "read",
    "unchanged": "read",
    "robots": "blocked",
}
_NOT_ASKED = ("HostResting", "RunEnding")
_STATUS = re.compile(r"HTTP [1-5][0-9]{2}")


def source_fate(source: SourceReading) -> SourceFate:
    """What a source of a run says of its site."""
    error = source.error or ""
    if error.startswith(_NOT_ASKED):
        return "resting"
    if source.result in ("server", "network"):
        # The same of robots.txt, whose status stands within the words.
        return "blocked" if "HTTP 429" in error else "unreachable"
    if source.result == "refused":
        # A redirect to another site is no refusal: what is asked for is not there any more.
        status = error.removeprefix("HTTP ")
        return "blocked" if status.startswith("4") else "dead"
    return _OF_SOURCES.get(source.result, "dead")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """A run of a site, and the rows that came into the tables since it started and before the next one."""

    run_id: str
    """Its name."""
    started_at: dt.datetime
    """UTC."""
    finish_reason: str | None = None
    """As in its record; None where the record was not read, as of most runs of long ago."""
    sources: Mapping[SourceFate, int] = dataclasses.field(default_factory=dict)
    """Sources by what they say; empty where the record was not read or no source was asked."""
    source_results: Mapping[str, int] = dataclasses.field(default_factory=dict)
    """Sources by their result, and by their HTTP status where one stands in the error: for people."""
    pending: int = 0
    """Addresses that wait for the next run."""
    fetch_seconds: FetchSeconds | None = None
    """How long answers took; None where it was not recorded."""
    refusals: int = 0
    """Answers of 429 and 503."""
    outcomes: Mapping[str, int] = dataclasses.field(default_factory=dict)
    """Pages by outcome."""
    reasons: Mapping[str, int] = dataclasses.field(default_factory=dict)
    """Rejected and failed pages by reason: `rejected/gone`."""
    statuses: Mapping[int, int] = dataclasses.field(default_factory=dict)
    """Pages by HTTP status; those without an answer are left out."""
    fates: Mapping[Fate, int] = dataclasses.field(default_factory=dict)
    """Pages by what they say of the site. One that failed is counted at its first try alone: of a few broken
    pages that are tried again, a run of a calm hour would be all failure."""
    articles: int = 0
    """New articles."""
    texts: int = 0
    """New articles and new revisions: what the next three are of."""
    filled: Mapping[str, int] = dataclasses.field(default_factory=dict)
    """Of these, how many have each of `FIELDS`."""
    words: int | None = None
    """Median of their numbers of words."""
    languages: Mapping[str, int] = dataclasses.field(default_factory=dict)
    """Of these, how many are in each language."""

    @property
    def ended(self) -> bool:
        """Did it end by itself, as far as is known? Not so one that was interrupted, or whose host rests."""
        return self.finish_reason in (None, "finished")

    @property
    def judged(self) -> int:
        """Pages that came."""
        return self.fates.get("article", 0) + self.fates.get("lost", 0)

    @property
    def offered(self) -> int:
        """New pages that the site named, whatever became of them: that a layout broke makes them no fewer."""
        return self.articles + self.duplicates + sum(self.fates.values()) - self.fates.get("article", 0)

    @property
    def duplicates(self) -> int:
        """Pages that were copies of another."""
        return self.outcomes.get("duplicate", 0)


def of_record(record: RunRecord) -> RunFacts:
    """What a run's record says, without the rows."""
    fates: Counter[SourceFate] = Counter(map(source_fate, record.sources))
    results: Counter[str] = Counter()
    for source in record.sources:
        status = _STATUS.match(source.error or "")
        results[status[0] if status else source.result] += 1
    return RunFacts(
        run_id=record.run_id,
        started_at=record.started_at,
        finish_reason=record.finish_reason,
        sources=fates,
        source_results=results,
        pending=record.pending,
        fetch_seconds=record.fetch_seconds,
        refusals=sum(record.refusals.values()),
    )
