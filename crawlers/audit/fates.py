"""What became of each address that a site announced: pure, from what store, ledger and sources say of it."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from crawlers.audit.named import Named
from crawlers.sources import RECENT, UNDATED_SITEMAP
from pipelines.ledger.looking import Address

Fate = Literal[
    "stored", "revised", "unchanged", "duplicate", "rejected", "failed", "pending", "lost", "unqueued"
]
"""The outcomes of pages, and for addresses without one: `pending` waits in the ledger, `lost` is done by one
of store and ledger and not known to the other, `unqueued` was never queued."""

IN_DATASET: frozenset[Fate] = frozenset({"stored", "revised", "unchanged"})

SOURCES = frozenset({"feed", "sitemap", "section"})
"""What announces an article. What a person asked for, or a saved page, was not announced."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of `pages`, as far as an audit needs it."""

    url: str
    outcome: str
    reason: str | None
    detail: str | None
    article_id: str | None
    similarity: float | None
    source: str | None
    feed_published: dt.datetime | None
    attempts: int
    fetched_at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class Stored:
    """An article that is in the dataset."""

    url: str
    day: dt.date | None
    """Its own day of publication, where it is known."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """An address that the site announced, and what became of it."""

    url: str
    source: str
    """`feed`, `sitemap` or `section`."""
    day: dt.date | None
    """The day that the source gives, else the article's own, else that of the first fetch; None where none is
    known. In the site's zone."""
    fate: Fate
    reason: str = ""
    """In a word or two: a reason of `pages`, or the rule that kept it out of the queue."""
    detail: str = ""
    tries: int = 0
    """How often it was asked for in vain."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that is known of a site's addresses, by `url_key`."""

    rows: Mapping[str, Sequence[Row]]
    """In the order of their batches."""
    ledger: Mapping[str, Address] | None
    """None where there is no ledger."""
    named: Mapping[str, Named]
    """What sources name now."""
    articles: Mapping[str, Stored]
    """The articles that are in the dataset, by their ids."""
    allowed: Callable[[str], bool]
    """Does robots.txt allow an address? Yes where that is not known."""


def audit(evidence: Evidence, zone: dt.tzinfo, since: dt.date, until: dt.date) -> list[Announced]:
    """The addresses that were announced from `since` to `until`, both included, in the order of their days.

    Those without a day are among them, in every period.
    """
    ledger = evidence.ledger or {}
    keys = {**dict.fromkeys(evidence.rows), **dict.fromkeys(ledger), **dict.fromkeys(evidence.named)}
    found = []
    for key in keys:
        rows, waits, named = evidence.rows.get(key, ()), ledger.get(key), evidence.named.get(key)
        source = _source(rows, waits, named)
        day = _day(rows, waits, named, evidence.articles, zone)
        if source is not None and (day is None or since <= day <= until):
            fate = _fate(rows, waits, named, evidence)
            found.append(dataclasses.replace(fate, source=source, day=day))
    return sorted(found, key=lambda one: (one.day or dt.date.min, one.url))


def _source(rows: Sequence[Row], waits: Address | None, named: Named | None) -> str | None:
    said = [row.source for row in rows] + [waits and waits.source, named and named.source]
    return next((source for source in said if source in SOURCES), None)


def _day(
    rows: Sequence[Row],
    waits: Address | None,
    named: Named | None,
    articles: Mapping[str, Stored],
    zone: dt.tzinfo,
) -> dt.date | None:
    given = [row.feed_published for row in rows]
    if waits is not None:
        given.insert(0, waits.published)
    if named is not None:
        given.insert(0, named.moment)
    moment = next((moment for moment in given if moment is not None), None)
    if moment is None:
        # What was found in a list may be years old: the article knows better than the fetch.
        for row in rows:
            if (stored := articles.get(row.article_id or "")) and stored.day:
                return stored.day
        moment = rows[0].fetched_at if rows else None
    return None if moment is None else moment.astimezone(zone).date()


def _fate(rows: Sequence[Row], waits: Address | None, named: Named | None, evidence: Evidence) -> Announced:
    """What became of an address; source and day are for the caller to fill in."""
    had = [row for row in rows if row.outcome in IN_DATASET]
    if had:
        return _in_dataset(had, evidence.articles)
    if rows:
        return _of_row(rows[-1], waits, evidence)
    if waits is not None:
        return _of_ledger(waits)
    if named is None:  # its key came from one of the three
        raise ValueError("an address that nobody knows")
    return _unqueued(named, evidence)


def _told(url: str, fate: Fate, reason: str = "", detail: str = "", tries: int = 0) -> Announced:
    return Announced(url=url, source="", day=None, fate=fate, reason=reason, detail=detail, tries=tries)


def _in_dataset(had: Sequence[Row], articles: Mapping[str, Stored]) -> Announced:
    url = had[-1].url
    if not any(row.article_id in articles for row in had):
        detail = f"the table articles has no {had[-1].article_id}: `scrapy verify` says why"
        return _told(url, "lost", "no article", detail)
    outcomes = {row.outcome for row in had}
    if "revised" in outcomes:
        return _told(url, "revised")
    return _told(url, "unchanged" if "unchanged" in outcomes else "stored")


def _of_row(row: Row, waits: Address | None, evidence: Evidence) -> Announced:
    """The fate of an address without an article, by the last row of it."""
    reason, detail = row.reason or "", row.detail or ""
    if row.outcome == "duplicate":
        first = evidence.articles.get(row.article_id or "")
        of = first.url if first else f"article {row.article_id}"
        alike = "" if row.similarity is None else f", {row.similarity:.2f} alike"
        return _told(row.url, "duplicate", reason, f"of {of}{alike}")
    if row.outcome == "rejected":
        return _told(row.url, "rejected", reason, detail)
    return _told(
        row.url, "failed", reason, "; ".join(filter(None, (detail, _next(waits)))), tries=row.attempts
    )


def _next(waits: Address | None) -> str:
    """When a failed address is asked for again."""
    if waits is None:
        return ""
    if waits.state == "failed":
        return f"again from {waits.next_try:%Y-%m-%d %H:%M} UTC" if waits.next_try else "given up"
    return "the next run asks again"


def _of_ledger(waits: Address) -> Announced:
    if waits.state == "queued":
        return _told(waits.url, "pending", "queued", "no run has asked for it yet", waits.attempts)
    if waits.state in ("fetched", "spooled"):
        return _told(waits.url, "pending", "being stored", "the next run brings it in")
    return _told(
        waits.url, "lost", "no row", "the ledger has it as done; the store, which has no row, was set back"
    )


def _unqueued(named: Named, evidence: Evidence) -> Announced:
    if named.rule is not None:
        return _told(named.url, "unqueued", named.rule, _explained(named))
    if not evidence.allowed(named.url):
        return _told(named.url, "unqueued", "robots", "robots.txt forbids it; no run has come to it yet")
    if evidence.ledger is None:
        return _told(
            named.url, "unqueued", "not known", "it may have been queued in the ledger that is missing"
        )
    return _told(
        named.url, "unqueued", "new", "no run has read a source that names it; the next one takes it"
    )


def _explained(named: Named) -> str:
    texts = {
        "other host": "no host of this site",
        "not article_url": "the address is none of an article, as the site's article_url says",
        "trap": f"looks like a trap for crawlers: {named.detail}",
        "archive": f"a sitemap dates it to more than {RECENT.days} days ago; -a backfill=1 takes it",
        "undated sitemap": f"one of more than {UNDATED_SITEMAP} without a date; -a backfill=1 takes it",
    }
    return texts[named.rule] if named.rule else ""


def by_reason(announced: Iterable[Announced]) -> dict[tuple[Fate, str], list[Announced]]:
    """What is not in the dataset, by fate and reason: the most frequent first."""
    groups: dict[tuple[Fate, str], list[Announced]] = {}
    for one in announced:
        if one.fate not in IN_DATASET:
            groups.setdefault((one.fate, one.reason), []).append(one)
    return dict(sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])))
