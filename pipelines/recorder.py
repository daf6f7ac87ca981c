"""What a run does with its pages: spool them, judge them, and bring them into the store batch by batch.

A crawl and an ingest use the same recorder. It is synchronous and used from one thread at a time.
"""

import collections
import dataclasses
import datetime as dt
import json
import logging
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from .archive import (
    NOT_MODIFIED,
    SAME_PAYLOAD,
    ArchivedResponse,
    read_member,
    request_record,
    response_record,
    revisit_record,
)
from .article import (
    Article,
    Failed,
    NotModified,
    Page,
    PageRecord,
    Reason,
    Rejected,
    Result,
)
from .catch_up import catch_up, read_in
from .commit import FrozenBatch, commit
from .dedupe.decide import Decision, decide
from .dedupe.pending import PendingIndex
from .errors import CommitConflict
from .kill_points import passed
from .ledger.ledger import Ledger
from .ledger.revisits import REVISIT, Revisit, Revisits
from .ledger.rows import Candidate, Spooled
from .ledger.wordings import Wordings
from .rights.reserved import reserved
from .store.schema import to_json
from .store.store import Store
from .store.tables import NAMES
from .store.tombstones import Tombstones, read_tombstones
from .store.writer import Overtaken
from .templating import Templating
from .urls import url_key
from .visit import Visit, decision_from_json, result_from_json, result_to_json, visit_from_json
from .warc_member import digest

logger = logging.getLogger(__name__)

MAX_OVERTAKEN = 10
"""How often a batch is judged and frozen anew because another writer was quicker, before the run gives up."""

_FORGOTTEN = Rejected(Reason.FORGOTTEN)
_NO_RESULT = Rejected(Reason.EMPTY)

FIRST_BATCH_PAGES = 30
"""Pages that the first batch of a site waits for: its template is learned from them."""
FIRST_BATCH_AGES = 6
"""How many times the age of another batch it may wait for them: half an hour where batches close by the five
minutes of the default. A crawl at a page a second has them in half a minute."""

MAX_PENDING_COPY = 50_000
"""Addresses in the copy of the queue that goes to `state/`: a convenience, not the memory."""


@dataclasses.dataclass(slots=True)
class Counts:
    """What passed through a recorder since it was opened, and what it took up from a run that was killed.

    A killed run has no record. So its pages are counted by the run that brings them into the store; were
    they by none, a page that failed would not show in any exit code.
    """

    outcomes: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    reasons: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    """Of the rejected and failed: `rejected/gone`, `failed/network` ..."""
    revisits: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    """Pages that were visited again on schedule, by outcome. They are not among the others."""
    batches: int = 0

    def add(self, decision: Decision, source: str) -> None:
        """Count a page, by what led to it."""
        if source == REVISIT:
            self.revisits[decision.outcome] += 1
            return
        self.outcomes[decision.outcome] += 1
        if decision.outcome in ("rejected", "failed"):
            self.reasons[f"{decision.outcome}/{decision.reason}"] += 1


@dataclasses.dataclass(frozen=True, slots=True)
class Leftover:
    """A page that an earlier run fetched and did not come to extract."""

    seq: int
    site: str
    visit: Visit
    response: ArchivedResponse


def _is_whole(row: Spooled) -> bool:
    """Did the site send the page, or only that nothing changed?"""
    return NotModified.__name__ not in (row.result or {})


class Recorder:
    """The spool, the index and the batches of one run."""

    def __init__(
        self,
        store: Store,
        ledger: Ledger,
        *,
        run_id: str,
        user_agent: str,
        batch_pages: int,
        batch_seconds: float,
        respect_rights: bool = False,
        archive: bool = True,
    ) -> None:
        """With `respect_rights`, an article that is kept from training or mining is not stored; without
        `archive`, no page is kept as it was fetched once it is judged."""
        self._store = store
        self._ledger = ledger
        self._run_id = run_id
        self._user_agent = user_agent
        self._batch_pages = batch_pages
        self._batch_age = dt.timedelta(seconds=batch_seconds)
        self._respect_rights = respect_rights
        self._archive = archive
        self._index = PendingIndex(ledger)
        self._templating = Templating(store, ledger)
        self._waiting = 0
        self._waiting_since: dt.datetime | None = None
        self._known_sites: set[str] = set()
        # Of `articles` and of `pages`, by site, as they were once; empty where that cannot be told.
        self._numbers: tuple[Mapping[str, int], ...] | None = None
        self._tombstones: dict[str, Tombstones] = {}
        self.counts = Counts()

    def open(self, sites: Collection[str] = ()) -> list[Leftover]:
        """Take up what an earlier run left: commit its frozen batches, judge its pages anew.

        Gives the pages that were fetched and not extracted, which the caller is to pass to `judged`.
        """
        for batch_id, numbers, closed_at in self._ledger.frozen():
            rows = self._ledger.batch_rows(batch_id)
            if any(self._is_forgotten(row) for row in rows):
                # Taken down since: not as it was frozen.
                self._ledger.thaw(batch_id)
                continue
            logger.info("Batch %s of an earlier run goes into the store first", batch_id)
            try:
                commit(self._store, self._ledger, FrozenBatch(batch_id, numbers, closed_at), self._user_agent)
            except Overtaken:
                self._ledger.thaw(batch_id)
                continue
            self.counts.batches += 1
            for row in rows:
                self.counts.add(decision_from_json(row.decision or {}), row.visit["source"])
        self._know(sites)
        for source, decision in self._judge_again():
            self.counts.add(decision, source)
        leftovers = []
        for row in self._ledger.spooled(judged=False):
            visit = visit_from_json(row.visit)
            if self._is_forgotten(row):
                self.judged(row.seq, row.site, visit, _FORGOTTEN, visit.fetched_at)
            else:
                leftovers.append(Leftover(row.seq, row.site, visit, read_member(row.record or b"")))
        return leftovers

    def look(self, sites: Collection[str]) -> int:
        """As `open`, for a run that stores nothing and whose ledger is a copy. How many pages of an earlier
        run wait: they are what the others are judged against, and not counted."""
        for batch_id, _, _ in self._ledger.frozen():
            self._ledger.thaw(batch_id)
        self._known_sites.update(sites)
        read_in(self._ledger, self._store.tables, self._store.tables.numbers(PageRecord, sites))
        return len(self._judge_again()) + len(self._ledger.spooled(judged=False))

    def _know(self, sites: Collection[str]) -> bool:
        """Have the ledger know of `sites` what the tables know. True when something was new."""
        self._known_sites.update(sites)
        return catch_up(self._ledger, self._store, sites, self._run_id)

    def _is_known(self, site: str) -> bool:
        """Did the ledger know of `site` what the tables had when this run first met a site? Then it is known.

        An ingest meets a site every other page: to open the tables for each took a tenth of its parent's
        time, and twelve requests of a bucket. What came in since is found when the batch is closed.
        """
        if self._numbers is None:
            tables = self._store.tables
            found = [tables.all_numbers(record) for record in (Article, PageRecord)]
            self._numbers = tuple(numbers for numbers in found if numbers is not None)
        number = self._ledger.number(site)
        if len(self._numbers) < len(NAMES) or any(
            numbers.get(site, 0) != number for numbers in self._numbers
        ):
            return False
        if Wordings(self._ledger).number(site) != number:
            return False
        self._known_sites.add(site)
        return True

    def admit(self, site: str, candidates: Iterable[Candidate]) -> int:
        """Queue the addresses that are new or changed, and were not taken down. How many."""
        return self._ledger.admit(site, self._living(site, candidates))

    def count_new(self, site: str, candidates: Iterable[Candidate]) -> int:
        """How many of the addresses `admit` would queue."""
        return self._ledger.count_new(site, self._living(site, candidates))

    def _living(self, site: str, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
        tombstones = self.tombstones(site)
        return (found for found in candidates if not tombstones.cover([found.key]))

    def revisits(self, site: str, schedule: Sequence[dt.timedelta], now: dt.datetime) -> list[Revisit]:
        """The addresses of `site` that are to be visited again at `now`, and were not taken down."""
        tombstones = self.tombstones(site)
        found = Revisits(self._ledger).due(site, schedule, now)
        return [again for again in found if not tombstones.cover([again.key], again.article_id)]

    def fetched(self, visit: Visit, page: Page) -> int:
        """Take in a page as it was fetched, before anything is made of it; its number in the spool."""
        payload = digest(page.body)
        told = dataclasses.replace(visit, payload=payload)
        records = (response_record(page, payload), request_record(page))
        return self._ledger.put_fetched(page.site, url_key(visit.url), to_json(told), *records)

    def taken(self, site: str, visit: Visit, record: bytes, result: Result, now: dt.datetime) -> Decision:
        """Take in a page that was extracted elsewhere, as `fetched` and `judged`; `record` keeps it."""
        result, decision, keep = self._judged(site, visit, result, now)
        values = (to_json(visit), result_to_json(result), to_json(decision))
        self._ledger.put_judged(site, url_key(visit.url), *values, record if keep else None)
        passed("page_judged")
        return decision

    def judged(self, seq: int, site: str, visit: Visit, result: Result, now: dt.datetime) -> Decision:
        """Take in what extraction made of a page, and say what the page ends as."""
        result, decision, keep = self._judged(site, visit, result, now)
        self._ledger.put_result(seq, result_to_json(result), to_json(decision), keep_record=keep)
        passed("page_judged")
        return decision

    def _judged(
        self, site: str, visit: Visit, result: Result, now: dt.datetime
    ) -> tuple[Result, Decision, bool]:
        """What a page ends as, and may its record be kept?"""
        result = self._unless_reserved(self._unless_forgotten(site, visit, result))
        decision = self._decide(site, visit, result, now)
        keep = self._archive and result is not _FORGOTTEN and decision.reason != Reason.RESERVED
        return result, decision, keep

    def unfetched(
        self,
        site: str,
        visit: Visit,
        result: Rejected | Failed | NotModified,
        now: dt.datetime,
        answer: Page | None = None,
    ) -> Decision:
        """Take in an address that gave no page, and why.

        :param answer: what the site said instead, where the archive is to keep it: that nothing changed
        """
        decision = self._decide(site, visit, result, now)
        values = (to_json(visit), result_to_json(result), to_json(decision))
        records = (response_record(answer), request_record(answer)) if answer and self._archive else ()
        self._ledger.put_judged(site, url_key(visit.url), *values, *records)
        passed("unfetched_noted")
        return decision

    def _decide(self, site: str, visit: Visit, result: Result, now: dt.datetime) -> Decision:
        if site not in self._known_sites and not self._is_known(site) and self._know([site]):
            self._judge_again()
        decision = decide(result, self._index)
        self._note(result, decision, f"{visit.fetched_at:%Y-%m}")
        self._waiting += 1
        self._waiting_since = self._waiting_since or now
        self.counts.add(decision, visit.source)
        return decision

    def tombstones(self, site: str) -> Tombstones:
        """What of `site` was taken down, as it stood when this run met the site first."""
        if site not in self._tombstones:
            self._tombstones[site] = read_tombstones(self._store.objects, site)
        return self._tombstones[site]

    def _unless_reserved(self, result: Result) -> Result:
        if not self._respect_rights or not isinstance(result, Article):
            return result
        return reserved(result) or result

    def _unless_forgotten(self, site: str, visit: Visit, result: Result) -> Result:
        keys = [url_key(url) for url in (visit.url, visit.final_url) if url]
        article_id = None
        if isinstance(result, Article):
            keys.append(url_key(result.canonical_url))
            article_id = result.id
        if isinstance(result, NotModified):
            article_id = result.article_id
        return _FORGOTTEN if self.tombstones(site).cover(keys, article_id) else result

    def _is_forgotten(self, row: Spooled) -> bool:
        result = result_from_json(row.result) if row.result else _NO_RESULT
        return self._unless_forgotten(row.site, visit_from_json(row.visit), result) is _FORGOTTEN

    def _note(self, result: Result, decision: Decision, month: str) -> None:
        if isinstance(result, Article):
            self._index.add(result, decision, month)

    def _judge_again(self) -> list[tuple[str, Decision]]:
        """Judge the waiting pages anew, in order of arrival, on what is known now: their sources too."""
        self._index.clear()
        rows = self._ledger.spooled(judged=True)
        decisions = []
        for row in rows:
            result = result_from_json(row.result or {})
            if self._is_forgotten(row) and result != _FORGOTTEN:
                result = _FORGOTTEN
                values = (result_to_json(result), to_json(decide(result, self._index)))
                self._ledger.put_result(row.seq, *values, keep_record=False)
            decision = decide(result, self._index)
            self._note(result, decision, row.visit["fetched_at"][:7])
            decisions.append((row.seq, decision))
        self._ledger.put_decisions((seq, to_json(decision)) for seq, decision in decisions)
        self._waiting = len(rows)
        return [(row.visit["source"], decision) for row, (_, decision) in zip(rows, decisions, strict=True)]

    def commit_if_due(self, now: dt.datetime) -> bool:
        """Close and commit a batch when enough pages wait, or the first has waited long enough."""
        if self._waiting and (self._waiting >= self._batch_pages or self._is_old(now)):
            self.commit(now)
            return True
        return False

    def _is_old(self, now: dt.datetime) -> bool:
        if self._waiting_since is None or now - self._waiting_since < self._batch_age:
            return False
        if (
            self._waiting >= FIRST_BATCH_PAGES
            or now - self._waiting_since >= FIRST_BATCH_AGES * self._batch_age
        ):
            return True
        return all(self._ledger.number(site) for site in self._known_sites)

    def commit(self, now: dt.datetime) -> None:
        """Bring all judged pages into the store. Nothing is written when none wait."""
        if not self._waiting:
            return
        for _ in range(MAX_OVERTAKEN):
            batch = self._freeze(now)
            passed("batch_frozen")
            try:
                commit(self._store, self._ledger, batch, self._user_agent)
            except Overtaken as overtaken:
                logger.info("Another writer was quicker on %s; judging anew", overtaken)
                self._ledger.thaw(batch.batch_id)
                continue
            self.counts.batches += 1
            self._waiting, self._waiting_since = 0, None
            self._index.clear()
            return
        raise CommitConflict(
            f"a batch was overtaken {MAX_OVERTAKEN} times; run again when the others are done"
        )

    def _freeze(self, now: dt.datetime) -> FrozenBatch:
        rows = self._ledger.spooled(judged=True)
        sites = sorted({row.site for row in rows})
        if self._know(sites):
            self._judge_again()
            rows = self._ledger.spooled(judged=True)
        self._templating.apply(rows, now)
        numbers = {site: self._ledger.number(site) + 1 for site in sites}
        batch = FrozenBatch(uuid.uuid4().hex, numbers, now)
        revisits = self._repeated(rows) if self._archive else {}
        dropped = [
            row.seq
            for row in rows
            if row.record is not None and not (self._archive and (_is_whole(row) or row.seq in revisits))
        ]
        self._ledger.freeze(batch.batch_id, numbers, now, [row.seq for row in rows], revisits, dropped)
        return batch

    def _repeated(self, rows: Iterable[Spooled]) -> dict[int, bytes]:
        """What stands in the archive for answers that repeat a page which is there.

        Of unchanged pages alone: the row of an article points to a whole one. And at the same address alone,
        so that a takedown of either is one of both.
        """
        known = Revisits(self._ledger)
        found = {}
        for row in rows:
            decision = decision_from_json(row.decision or {})
            if row.record is None or decision.outcome != "unchanged":
                continue
            visit, kept = visit_from_json(row.visit), known.kept(row.site, row.key)
            if kept is None or kept.url != (visit.final_url or visit.url):
                continue
            if not _is_whole(row):
                found[row.seq] = revisit_record(row.record, row.site, kept, NOT_MODIFIED)
            elif kept.payload == visit.payload:
                found[row.seq] = revisit_record(row.record, row.site, kept, SAME_PAYLOAD)
        return found

    # The copy of the queue, for a host without a disk

    def save_pending(self, site: str) -> None:
        """Put a copy of the queue of `site` into the store, with the pages that wait in the spool."""
        pending = [
            {"url": url, "source": source, "published": published.isoformat() if published else None}
            for url, source, published in self._ledger.unsettled(site, MAX_PENDING_COPY)
        ]
        data = json.dumps({"site": site, "pending": pending}, ensure_ascii=False, indent=0).encode()
        self._store.objects.replace(f"state/site={site}.json", data)
        passed("queue_copied")

    def restore_pending(self, site: str) -> int:
        """Queue what the copy in the store names, for a ledger that was begun anew. How many addresses."""
        data = self._store.objects.get(f"state/site={site}.json")
        if data is None:
            return 0
        try:
            pending = json.loads(data)["pending"]
            candidates = [
                Candidate(
                    url_key(row["url"]),
                    row["url"],
                    row["source"],
                    dt.datetime.fromisoformat(row["published"]) if row["published"] else None,
                )
                for row in pending
            ]
        except (ValueError, KeyError, TypeError) as error:
            logger.warning("The copy of the queue of %s cannot be read and is left out: %s", site, error)
            return 0
        return self.admit(site, candidates)
