"""From a frozen batch to the store: WARC segment, `articles`, `pages`. Each step can be repeated."""

import dataclasses
import datetime as dt
import itertools
from http import HTTPStatus

from .archive import segment_key, warcinfo_record
from .article import Article, PageRecord, Rejected
from .dedupe.decide import Decision
from .dedupe.pending import known_article, wording
from .errors import StoreError
from .kill_points import passed
from .ledger.ledger import Ledger
from .ledger.rows import Kept, KnownArticle, Place, Settled, Spooled, Wording
from .store.objects import ObjectStore
from .store.schema import to_table
from .store.store import Store
from .store.writer import Batch
from .visit import Visit, decision_from_json, result_from_json, rules_version_of, visit_from_json


@dataclasses.dataclass(frozen=True, slots=True)
class FrozenBatch:
    """A batch that is closed: its rows never change any more."""

    batch_id: str
    numbers: dict[str, int]
    closed_at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class BatchContent:
    """What a frozen batch brings into the store. The same ledger rows give the same content."""

    segment_key: str
    segment: bytes | None
    """None when no page of the batch has a body."""
    articles: list[Article]
    pages: list[PageRecord]
    settled: list[Settled]
    known: list[KnownArticle]
    worded: list[Wording]


def content_of(
    batch: FrozenBatch, rows: list[Spooled], user_agent: str, opening: bytes | None = None
) -> BatchContent:
    """Work out what a batch brings, from its rows in the ledger.

    :param opening: what its segment begins with, where it was put already; else it is made
    """
    key = segment_key(set(batch.numbers), batch.batch_id, batch.closed_at)
    content = BatchContent(key, None, [], [], [], [], [])
    # Parts, joined once: a segment takes as much memory as all else of its batch.
    parts = [opening or warcinfo_record(batch.batch_id, batch.closed_at, user_agent)]
    offset = len(parts[0])
    for row in rows:
        place = None
        if row.record is not None:
            # The pointer leads to the answer alone; the request stands behind it.
            place = Place(key, offset, len(row.revisit or row.record))
            records = _records(row)
            parts += records
            offset += sum(map(len, records))
        _add_row(content, batch, row, place)
    return dataclasses.replace(content, segment=b"".join(parts) if len(parts) > 1 else None)


def _records(row: Spooled) -> list[bytes]:
    """What a page brings into the segment: its answer, or what stands for it, and its request."""
    return [] if row.record is None else [row.revisit or row.record, row.request or b""]


def _add_row(content: BatchContent, batch: FrozenBatch, row: Spooled, place: Place | None) -> None:
    if row.result is None or row.decision is None:
        raise ValueError(f"page {row.seq} is in a batch and was not judged")
    visit, result, decision = (
        visit_from_json(row.visit),
        result_from_json(row.result),
        decision_from_json(row.decision),
    )
    month = f"{visit.fetched_at:%Y-%m}"
    key, offset, length = place or (visit.warc_key, visit.warc_offset, visit.warc_length)
    number = batch.numbers[row.site]
    if isinstance(result, Article) and decision.outcome in ("stored", "revised"):
        content.articles.append(
            dataclasses.replace(
                result,
                revision=decision.revision or 1,
                batched_at=batch.closed_at,
                month=decision.month or month,
                batch=number,
                batch_id=batch.batch_id,
                warc_key=key,
                warc_offset=offset,
                warc_length=length,
            )
        )
        content.known.append(known_article(result, decision, month))
        content.worded.append(wording(result, decision))
    content.pages.append(
        PageRecord(
            site=row.site,
            month=month,
            url=visit.url,
            final_url=visit.final_url,
            canonical_url=result.canonical_url if isinstance(result, Article | Rejected) else None,
            outcome=decision.outcome,
            reason=decision.reason,
            detail=decision.detail,
            article_id=decision.article_id,
            revision=decision.revision,
            similarity=decision.similarity,
            source=visit.source,
            feed_published=visit.feed_published,
            status=visit.status,
            content_type=visit.content_type,
            body_bytes=visit.body_bytes,
            attempts=visit.attempts,
            fetched_at=visit.fetched_at,
            warc_key=key,
            warc_offset=offset,
            warc_length=length,
            origin=visit.origin,
            origin_record=visit.origin_record,
            origin_offset=visit.origin_offset,
            run_id=visit.run_id,
            batched_at=batch.closed_at,
            batch=number,
            batch_id=batch.batch_id,
            rules_version=rules_version_of(row.result),
        )
    )
    content.settled.append(_settled(row, visit, decision, place))


def _settled(row: Spooled, visit: Visit, decision: Decision, place: Place | None) -> Settled:
    answered_at = visit.final_url or visit.url
    kept = None
    if place is not None and visit.payload is not None and row.revisit is None:
        kept = Kept(answered_at, visit.fetched_at, visit.payload, place)
    return Settled(
        site=row.site,
        key=row.key,
        url=visit.url,
        source=visit.source,
        outcome=decision.outcome,
        attempts=visit.attempts,
        fetched_at=visit.fetched_at,
        feed_published=visit.feed_published,
        article_id=decision.article_id,
        whole=visit.status is not None and visit.status != HTTPStatus.NOT_MODIFIED,
        etag=visit.etag,
        last_modified=visit.last_modified,
        answered_at=answered_at,
        kept=kept,
        repeats=row.revisit is not None,
    )


def commit(store: Store, ledger: Ledger, batch: FrozenBatch, user_agent: str) -> None:
    """Bring a frozen batch into the store, exactly once, and mark it done.

    Raises Overtaken (of store.writer) when another writer has used its numbers, StoreError when the store
    fails; the batch then stays frozen in the ledger.
    """
    finish(ledger, batch, bring_in(store, ledger, batch, user_agent))


def bring_in(store: Store, ledger: Ledger, batch: FrozenBatch, user_agent: str) -> BatchContent:
    """Bring a frozen batch into the store, exactly once; `finish` is still to come. Raises as `commit`.

    What it gives holds the segment no more.
    """
    content = _put_segment(store.objects, batch, ledger.batch_rows(batch.batch_id), user_agent)
    if content.segment is not None:
        passed("segment_put")
        content = dataclasses.replace(content, segment=None)
    fence = Batch(batch_id=batch.batch_id, numbers=batch.numbers)
    store.tables.append_batch(Article, to_table(Article, content.articles), fence)
    passed("articles_durable")
    store.tables.append_batch(PageRecord, to_table(PageRecord, content.pages), fence)
    passed("pages_durable")
    return content


def finish(ledger: Ledger, batch: FrozenBatch, content: BatchContent) -> None:
    """Mark a batch done that is in the store."""
    ledger.finish(batch.batch_id, batch.numbers, content.settled, content.known, content.worded)
    passed("batch_finished")


def _put_segment(
    objects: ObjectStore, batch: FrozenBatch, rows: list[Spooled], user_agent: str
) -> BatchContent:
    """Have the segment of a batch in the store, and say what the batch brings."""
    content = content_of(batch, rows, user_agent)
    key, segment = content.segment_key, content.segment
    if segment is None or objects.put_if_absent(key, segment):
        return content
    found = objects.get(key)
    if found == segment:
        return content
    # Cut off and taken up by another version of this program, or with another contact: its opening record
    # differs, and rows that are in the tables may point into it as it is.
    records = b"".join(itertools.chain.from_iterable(map(_records, rows)))
    if found is None or not found.endswith(records):
        raise StoreError(f"{key} is in the store with other bytes than this batch has")
    return content_of(batch, rows, user_agent, found[: -len(records)])
