"""What a new extraction brings into the store: batches of revisions and of articles that are new.

They wait in memory, as they can be made again from the store. From its freezing on a batch is in a ledger of
its own (`_reextract`), so that a run that was killed leaves it to the next one, as a crawl does. Before each
batch is judged, and once more when it is in the tables, the tombstones are read: a takedown does not wait for
this run, and this run holds no site.
"""

import collections
import dataclasses
import datetime as dt
import logging
import uuid
from collections.abc import Collection, Iterable

import pyarrow.dataset as pads

from ..article import Article, PageRecord
from ..catch_up import know_articles, whole_batches
from ..commit import BatchContent, FrozenBatch, bring_in, content_of, finish
from ..dedupe.decide import Decision, decide
from ..dedupe.pending import PendingIndex
from ..errors import CommitConflict
from ..forget import purge
from ..kill_points import passed
from ..ledger.ledger import Ledger
from ..ledger.revisits import REEXTRACTED
from ..recorder import MAX_OVERTAKEN
from ..store.schema import to_json
from ..store.store import Store
from ..store.tables import quoted, reading
from ..store.tombstones import Tombstones, read_tombstones
from ..store.writer import Overtaken
from ..urls import url_key
from ..visit import Visit, result_to_json

logger = logging.getLogger(__name__)


MOST_PAGES = 200
"""Pages of a batch at most, whatever `NEWS_BATCH_PAGES` says. Their articles wait here and are here
twice more while they are written: closing a batch of 500 took 106 MiB."""


@dataclasses.dataclass(frozen=True, slots=True)
class Renewed:
    """An article that was extracted again and is another now, or was none before."""

    row: PageRecord
    """The row of `pages` of its page."""
    article: Article
    """As it is to be stored."""
    is_new: bool
    """Was the page refused before?"""


class Writing:
    """The batches of one run."""

    def __init__(
        self, store: Store, ledger: Ledger, *, run_id: str, user_agent: str, batch_pages: int, dry: bool
    ) -> None:
        """With `dry`, pages are judged as ever, and nothing is written but the ledger."""
        self._store = store
        self._ledger = ledger
        self._run_id = run_id
        self._user_agent = user_agent
        self._batch_pages = min(batch_pages, MOST_PAGES)
        self._dry = dry
        self._index = PendingIndex(ledger)
        self._waiting: list[Renewed] = []
        self._known: set[str] = set()
        """Sites that the ledger knows the articles of."""
        self.outcomes: collections.Counter[str] = collections.Counter()
        """What became of the pages that were taken in, by outcome; those that came too late are in none."""
        self.batches = 0

    @property
    def waiting(self) -> int:
        """Pages that are in no batch yet."""
        return len(self._waiting)

    def open(self) -> None:
        """Bring in what an earlier run froze. Raises StoreError or CommitConflict."""
        for batch_id, numbers, closed_at in self._ledger.frozen():
            logger.info("Batch %s of an earlier run goes into the store first", batch_id)
            batch = FrozenBatch(batch_id, numbers, closed_at)
            try:
                self._bring_in(batch)
            except Overtaken:
                self._ledger.thaw(batch_id)
                continue
            self.batches += 1
        # Those of batches that were overtaken are made again.
        self._ledger.drop_waiting()

    def take(self, renewed: Renewed, now: dt.datetime) -> None:
        """Take in an article; a batch that is full goes into the store. Raises as `commit`."""
        self._waiting.append(renewed)
        if len(self._waiting) >= self._batch_pages:
            self.commit(now)

    def commit(self, now: dt.datetime) -> None:
        """Bring what waits into the store. Raises StoreError, CommitConflict or LedgerError."""
        if not self._waiting:
            return
        for _ in range(MAX_OVERTAKEN):
            judged = self._judge()
            if judged and not self._dry:
                batch = self._freeze(judged, now)
                passed("batch_frozen")
                try:
                    self._bring_in(batch)
                except Overtaken as overtaken:
                    logger.info("Another writer was quicker on %s; judging anew", overtaken)
                    self._ledger.thaw(batch.batch_id)
                    self._ledger.drop_waiting()
                    continue
                self.batches += 1
            self.outcomes.update(decision.outcome for _, decision in judged)
            self._waiting.clear()
            self._index.clear()
            return
        raise CommitConflict(
            f"a batch was overtaken {MAX_OVERTAKEN} times; run again when the others are done"
        )

    def forget(self, sites: Iterable[str]) -> None:
        """Drop from the ledger what it knows of sites that are done with, so that it stays small."""
        for site in self._known.intersection(sites):
            self._ledger.forget_site(site)
            self._known.remove(site)

    # Judging

    def _judge(self) -> list[tuple[Renewed, Decision]]:
        """What the waiting pages end as, on what the tables know now; without those that came too late."""
        sites = {one.row.site for one in self._waiting}
        with_new = {one.row.site for one in self._waiting if one.is_new}
        for site, number in self._numbers(sites).items():
            know_articles(self._ledger, self._store.tables, site, number, worded=site in with_new)
        self._known |= sites
        tombstones = {site: read_tombstones(self._store.objects, site) for site in sites}
        self._index.clear()
        found = []
        for one in self._waiting:
            if is_covered(one.row, one.article, tombstones[one.row.site]):
                continue
            decision = self._decide(one)
            if decision is not None:
                self._index.add(one.article, decision, f"{one.row.fetched_at:%Y-%m}")
                found.append((one, decision))
        return found

    def _numbers(self, sites: Collection[str]) -> dict[str, int]:
        if self._dry:
            # A batch that reached `articles` only is not completed: that would write.
            return self._store.tables.numbers(PageRecord, sites)
        return whole_batches(self._store, sites, self._run_id)

    def _decide(self, one: Renewed) -> Decision | None:
        known = self._index.article(one.row.site, one.article.id)
        if one.is_new:
            decision = decide(one.article, self._index)
            if decision.outcome == "revised" and not self._is_later(one):
                # A page that was refused, and by now an older one of an article that came all the same.
                return None
            return decision
        if known is None or known.revision != one.row.revision:
            # Taken down, or revised meanwhile: the page is not the last one any more.
            return None
        return Decision("revised", article_id=known.id, revision=known.revision + 1, month=known.month)

    def _is_later(self, one: Renewed) -> bool:
        """Was a page fetched after all that is stored of its article?"""
        site = one.row.site
        wanted = (pads.field("site") == site) & (pads.field("id") == one.article.id)
        with reading(Article):
            rows = self._store.tables.scan(Article, f"site = {quoted(site)}")
            moments = rows.to_table(["fetched_at"], filter=wanted)["fetched_at"].to_pylist()
        return all(moment < one.row.fetched_at for moment in moments)

    # Batches

    def _freeze(self, judged: list[tuple[Renewed, Decision]], now: dt.datetime) -> FrozenBatch:
        sites = sorted({one.row.site for one, _ in judged})
        for one, decision in judged:
            self._ledger.put_judged(
                one.row.site,
                url_key(one.row.url),
                to_json(self._visit(one.row)),
                result_to_json(one.article),
                to_json(decision),
            )
        numbers = {site: self._ledger.number(site) + 1 for site in sites}
        batch = FrozenBatch(uuid.uuid4().hex, numbers, now)
        self._ledger.freeze(batch.batch_id, numbers, now, self._ledger.judged())
        return batch

    def _visit(self, row: PageRecord) -> Visit:
        """The visit of old, by this run: nothing was fetched."""
        return Visit(
            url=row.url,
            final_url=row.final_url,
            source=REEXTRACTED,
            feed_published=row.feed_published,
            status=row.status,
            content_type=row.content_type,
            body_bytes=row.body_bytes,
            fetched_at=row.fetched_at,
            run_id=self._run_id,
            origin=row.origin,
            origin_record=row.origin_record,
            origin_offset=row.origin_offset,
            warc_key=row.warc_key,
            warc_offset=row.warc_offset,
            warc_length=row.warc_length,
        )

    def _bring_in(self, batch: FrozenBatch) -> None:
        """Commit a frozen batch, and take out of the tables again what was taken down meanwhile."""
        try:
            content = bring_in(self._store, self._ledger, batch, self._user_agent)
        except Overtaken:
            # Its articles may be in all the same.
            rows = self._ledger.batch_rows(batch.batch_id)
            self._take_out(batch, content_of(batch, rows, self._user_agent))
            raise
        self._take_out(batch, content)
        finish(self._ledger, batch, content)

    def _take_out(self, batch: FrozenBatch, content: BatchContent) -> None:
        """A takedown writes its tombstones first. One that came after this batch was judged may have looked
        through the tables before the batch was in; any later one finds its rows there."""
        for site in batch.numbers:
            if self._was_taken_down(site, content):
                logger.info("%s: something was taken down meanwhile, and is taken out again", site)
                purge(self._store, site)

    def _was_taken_down(self, site: str, content: BatchContent) -> bool:
        tombstones = read_tombstones(self._store.objects, site)
        articles = (one for one in content.articles if one.site == site)
        pages = (one for one in content.pages if one.site == site)
        return any(
            tombstones.cover([url_key(one.url), url_key(one.canonical_url)], one.id) for one in articles
        ) or any(is_covered(one, None, tombstones) for one in pages)


def is_covered(row: PageRecord, article: Article | None, tombstones: Tombstones) -> bool:
    """Was a page, or the article that it is, taken down?"""
    urls = [row.url, row.final_url, row.canonical_url, article and article.canonical_url]
    ids = [row.article_id, article and article.id]
    return tombstones.cover([url_key(url) for url in urls if url]) or any(
        tombstones.cover((), article_id) for article_id in ids if article_id
    )
