"""The ledger: a working copy of what is known of a site, in one SQLite file.

It holds the frontier (addresses and their states), the spool (pages on their way into the store) and the
index that tells duplicates. The store's tables are the truth: a ledger that is missing or behind is filled
from them (`catch_up`). A transition is one transaction, so that a process killed between two of them leaves
a page in exactly one state:

    queued -> fetched -> spooled -> (in a batch) -> done | failed -> queued again in a later run

An ingest job has one ledger for all sites of its files, and no frontier.
"""

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from . import wordings
from .file import LedgerFile
from .revisits import REEXTRACTED, REVISIT, is_failed, note_article, note_visit
from .rows import Candidate, KnownArticle, Queued, Settled, Spooled, Wording

RETRY_AFTER = (
    dt.timedelta(0),
    dt.timedelta(0),
    dt.timedelta(hours=1),
    dt.timedelta(hours=6),
    dt.timedelta(hours=24),
)
"""How long a page rests after its 1st, 2nd ... failure before a later run asks for it again. After one more
failure than there are entries it is left alone: an address that fails for over a day is rarely an article."""

MAX_REVISITS = 4
"""How often a page that a source calls changed is fetched again: a bound on sources that always say so.
Visits on schedule (revisits.py) do not count."""

_SPOOLED = "seq, site, key, visit, record, result, decision, request, revisit"


def _text(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(dt.UTC).isoformat() if moment else None


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


class Ledger(LedgerFile):
    """One ledger file, open. To be used from one thread at a time; errors of SQLite become LedgerError."""

    # The frontier

    def admit(self, site: str, candidates: Iterable[Candidate]) -> int:
        """Queue addresses that are new, or that a source says changed since they were fetched. How many."""
        queued = 0
        with self.transaction() as db:
            turn = self._last_turn(db)
            for candidate in candidates:
                if not self._is_new(site, candidate):
                    continue
                turn += 1
                queued += 1
                db.execute(
                    "INSERT INTO urls (site, key, url, source, feed_published, state, turn)"
                    " VALUES (?,?,?,?,?,'queued',?)"
                    " ON CONFLICT DO UPDATE SET url=excluded.url, source=excluded.source,"
                    " feed_published=coalesce(feed_published, excluded.feed_published),"
                    " state='queued', turn=excluded.turn",
                    (site, candidate.key, candidate.url, candidate.source, _text(candidate.published), turn),
                )
        return queued

    def count_new(self, site: str, candidates: Iterable[Candidate]) -> int:
        """How many of the addresses `admit` would queue."""
        return sum(self._is_new(site, candidate) for candidate in candidates)

    def _is_new(self, site: str, candidate: Candidate) -> bool:
        rows = self.rows(
            "SELECT state, fetched_at, visits FROM urls WHERE site=? AND key=?", (site, candidate.key)
        )
        return not rows or _changed(candidate, *rows[0])

    def readmit(self, site: str, key: str, url: str) -> Queued | None:
        """Queue an address whatever is known of it: a person asked for it. None while it is in the spool."""
        with self.transaction() as db:
            turn = self._last_turn(db) + 1
            db.execute(
                "INSERT INTO urls (site, key, url, source, state, turn) VALUES (?,?,?,'url','queued',?)"
                " ON CONFLICT DO UPDATE SET source='url', state='queued', turn=excluded.turn"
                " WHERE state IN ('done', 'failed', 'queued')",
                (site, key, url, turn),
            )
        found = self.queued(site, after=turn - 1, limit=1)
        return found[0] if found else None

    def requeue_failed(self, site: str, now: dt.datetime | None) -> int:
        """Queue the failed addresses whose rest is over, or all of them without a `now`. How many."""
        with self.transaction() as db:
            turn = self._last_turn(db)
            rows = db.execute(
                "SELECT key FROM urls WHERE site=? AND state='failed' AND (? IS NULL OR next_try<=?)"
                " ORDER BY turn",
                (site, _text(now), _text(now)),
            ).fetchall()
            for number, (key,) in enumerate(rows, turn + 1):
                db.execute(
                    "UPDATE urls SET state='queued', turn=? WHERE site=? AND key=?", (number, site, key)
                )
        return len(rows)

    @staticmethod
    def _last_turn(db: sqlite3.Connection) -> int:
        return int(db.execute("SELECT coalesce(max(turn), 0) FROM urls").fetchone()[0])

    def queued(self, site: str, after: int = 0, limit: int = 100) -> list[Queued]:
        """Queued addresses with a later turn than `after`, in their order."""
        rows = self.rows(
            "SELECT turn, key, url, source, feed_published, attempts FROM urls"
            " WHERE site=? AND state='queued' AND turn>? ORDER BY turn LIMIT ?",
            (site, after, limit),
        )
        return [
            Queued(turn, key, url, source, _moment(published), attempts)
            for turn, key, url, source, published, attempts in rows
        ]

    def unsettled(self, site: str, limit: int) -> list[tuple[str, str, dt.datetime | None]]:
        """Addresses that are in no table yet: address, source, and the moment that the feed gave."""
        rows = self.rows(
            "SELECT url, source, feed_published FROM urls"
            " WHERE site=? AND state IN ('queued', 'fetched', 'spooled') ORDER BY turn LIMIT ?",
            (site, limit),
        )
        return [(url, source, _moment(published)) for url, source, published in rows]

    def count(self, site: str, state: str) -> int:
        """How many addresses are in a state."""
        ((number,),) = self.rows("SELECT count(*) FROM urls WHERE site=? AND state=?", (site, state))
        return int(number)

    # The spool

    def put_fetched(
        self,
        site: str,
        key: str,
        visit: dict[str, Any],
        record: bytes | None,
        request: bytes | None = None,
    ) -> int:
        """Take in a page as it was fetched, with the record of its request; its number in the spool."""
        with self.transaction() as db:
            return self._insert(db, site, key, visit, record, request)

    def put_result(
        self, seq: int, result: dict[str, Any], decision: dict[str, Any], *, keep_record: bool = True
    ) -> None:
        """Take in what a page was judged to be. Its WARC records may be dropped with that."""
        with self.transaction() as db:
            self._judge(db, seq, result, decision)
            if not keep_record:
                self._drop(db, [seq])

    def put_judged(
        self,
        site: str,
        key: str,
        visit: dict[str, Any],
        result: dict[str, Any],
        decision: dict[str, Any],
        record: bytes | None = None,
        request: bytes | None = None,
    ) -> None:
        """Take in an address and what it was judged to be, in one: a page with its record, or none and why.

        In two steps, SQLite writes the record twice: a row that changes is written anew.
        """
        with self.transaction() as db:
            self._insert(db, site, key, visit, record, request, _told(result, decision))

    @staticmethod
    def _insert(
        db: sqlite3.Connection,
        site: str,
        key: str,
        visit: dict[str, Any],
        record: bytes | None,
        request: bytes | None,
        told: tuple[str, str] | None = None,
    ) -> int:
        cursor = db.execute(
            "INSERT INTO spool (site, key, visit, record, request, result, decision) VALUES (?,?,?,?,?,?,?)",
            (site, key, json.dumps(visit, ensure_ascii=False), record, request, *(told or (None, None))),
        )
        state = "spooled" if told else "fetched"
        db.execute("UPDATE urls SET state=? WHERE site=? AND key=?", (state, site, key))
        return int(cursor.lastrowid or 0)

    @staticmethod
    def _drop(db: sqlite3.Connection, seqs: Iterable[int]) -> None:
        db.executemany("UPDATE spool SET record=NULL, request=NULL WHERE seq=?", [(seq,) for seq in seqs])

    @staticmethod
    def _judge(db: sqlite3.Connection, seq: int, result: dict[str, Any], decision: dict[str, Any]) -> None:
        db.execute(
            "UPDATE spool SET result=?, decision=? WHERE seq=?",
            (*_told(result, decision), seq),
        )
        db.execute(
            "UPDATE urls SET state='spooled'"
            " WHERE (site, key) = (SELECT site, key FROM spool WHERE seq=?) AND state='fetched'",
            (seq,),
        )

    def put_results(self, results: Iterable[tuple[int, dict[str, Any]]]) -> None:
        """Replace results of pages that are in no batch: the site's template was applied to them."""
        with self.transaction() as db:
            db.executemany(
                "UPDATE spool SET result=? WHERE seq=? AND batch_id IS NULL",
                [(json.dumps(result, ensure_ascii=False), seq) for seq, result in results],
            )

    def put_decisions(self, decisions: Iterable[tuple[int, dict[str, Any]]]) -> None:
        """Replace decisions of pages that are in no batch: they were judged against an older state."""
        with self.transaction() as db:
            db.executemany(
                "UPDATE spool SET decision=? WHERE seq=? AND batch_id IS NULL",
                [(json.dumps(decision), seq) for seq, decision in decisions],
            )

    def spooled(self, *, judged: bool) -> list[Spooled]:
        """Pages that are in no batch, in the order of arrival: the judged ones, or the others."""
        return self._spool(f"batch_id IS NULL AND decision IS {'NOT ' if judged else ''}NULL", ())

    def judged(self) -> list[int]:
        """The numbers of the judged pages that are in no batch, in the order of arrival."""
        rows = self.each("SELECT seq FROM spool WHERE batch_id IS NULL AND decision IS NOT NULL ORDER BY seq")
        return [seq for (seq,) in rows]

    def batch_rows(self, batch_id: str) -> list[Spooled]:
        """The pages of a frozen batch, in the order of arrival."""
        return self._spool("batch_id=?", (batch_id,))

    def _spool(self, where: str, arguments: tuple[Any, ...]) -> list[Spooled]:
        rows = self.each(
            f"SELECT {_SPOOLED} FROM spool WHERE {where} ORDER BY seq",  # noqa: S608
            arguments,
        )
        # One by one: what they are made of is as large again as what they become.
        return [
            Spooled(
                seq,
                site,
                key,
                json.loads(visit),
                record,
                json.loads(result) if result else None,
                json.loads(decision) if decision else None,
                request,
                revisit,
            )
            for seq, site, key, visit, record, result, decision, request, revisit in rows
        ]

    # Batches

    def freeze(
        self,
        batch_id: str,
        numbers: dict[str, int],
        closed_at: dt.datetime,
        seqs: Iterable[int],
        revisits: Mapping[int, bytes] = MappingProxyType({}),
        dropped: Iterable[int] = (),
    ) -> None:
        """Close a batch: these pages, under these numbers, for good. Durable.

        :param revisits: what goes into the archive in place of the records of these pages
        :param dropped: pages whose records do not go there
        """
        with self.transaction(durable=True) as db:
            db.executemany("UPDATE spool SET batch_id=? WHERE seq=?", [(batch_id, seq) for seq in seqs])
            db.executemany(
                "UPDATE spool SET revisit=? WHERE seq=?", [(record, seq) for seq, record in revisits.items()]
            )
            self._drop(db, dropped)
            db.executemany(
                "INSERT INTO batches (batch_id, site, number, closed_at) VALUES (?,?,?,?)",
                [(batch_id, site, number, _text(closed_at)) for site, number in numbers.items()],
            )

    def thaw(self, batch_id: str) -> None:
        """Undo `freeze`: another writer used the numbers. The pages are in no batch again."""
        with self.transaction(durable=True) as db:
            # What was repeated may be there no more, if the store was set back.
            db.execute("UPDATE spool SET batch_id=NULL, revisit=NULL WHERE batch_id=?", (batch_id,))
            db.execute("DELETE FROM batches WHERE batch_id=?", (batch_id,))

    def drop_waiting(self) -> None:
        """Drop the pages that are in no batch: of a run that can make them anew from the store."""
        with self.transaction() as db:
            db.execute("DELETE FROM spool WHERE batch_id IS NULL")

    def frozen(self) -> list[tuple[str, dict[str, int], dt.datetime]]:
        """Batches that are closed and not known to be in the tables: id, number by site, when closed."""
        found: dict[str, tuple[dict[str, int], dt.datetime]] = {}
        rows = self.rows("SELECT batch_id, site, number, closed_at FROM batches ORDER BY rowid")
        for batch_id, site, number, closed_at in rows:
            numbers, _ = found.setdefault(batch_id, ({}, dt.datetime.fromisoformat(closed_at)))
            numbers[site] = number
        return [(batch_id, numbers, closed_at) for batch_id, (numbers, closed_at) in found.items()]

    def finish(
        self,
        batch_id: str,
        numbers: dict[str, int],
        settled: Iterable[Settled],
        known: Iterable[KnownArticle],
        worded: Iterable[Wording] = (),
    ) -> None:
        """The batch is in the tables: its addresses are done, its articles known. Durable."""
        with self.transaction(durable=True) as db:
            self._settle(db, settled)
            self._learn(db, known)
            wordings.put(db, worded)
            db.executemany(
                "INSERT OR IGNORE INTO sites (site, batch) VALUES (?,0)", [(site,) for site in numbers]
            )
            # Where those of earlier batches lack, they are still to be filled in.
            db.executemany(
                "UPDATE sites SET worded=? WHERE site=? AND worded=batch AND batch=?",
                [(number, site, number - 1) for site, number in numbers.items()],
            )
            self._pass(db, numbers)
            db.execute("DELETE FROM spool WHERE batch_id=?", (batch_id,))
            db.execute("DELETE FROM batches WHERE batch_id=?", (batch_id,))

    def catch_up(
        self, site: str, number: int, settled: Iterable[Settled], known: Iterable[KnownArticle]
    ) -> None:
        """Take in what the tables hold up to a batch. Durable."""
        with self.transaction(durable=True) as db:
            self._settle(db, settled)
            self._learn(db, known)
            self._pass(db, {site: number})

    def forget(self, site: str, covers: Callable[[list[str], str | None], bool]) -> int:
        """Drop the addresses and articles of a site that `covers(keys, article_id)` says yes to. How many."""
        with self.transaction(durable=True) as db:
            rows = db.execute("SELECT key FROM urls WHERE site=?", (site,)).fetchall()
            keys = [(site, key) for (key,) in rows if covers([key], None)]
            db.executemany("DELETE FROM urls WHERE site=? AND key=?", keys)
            rows = db.execute("SELECT id, key FROM articles WHERE site=?", (site,)).fetchall()
            ids = [(site, article_id) for article_id, key in rows if covers([key], article_id)]
            for table in ("articles", "texts", "wordings", "revisits"):
                db.executemany(f"DELETE FROM {table} WHERE site=? AND id=?", ids)  # noqa: S608
            if ids:
                wordings.sweep(db)
        if ids:
            self.rebuild()
        return len(keys)

    def forget_site(self, site: str) -> None:
        """Drop what is known of a site from the tables; its queue and spool stay. Its sources are to name
        again what was done, so that backfills read them anew."""
        with self.transaction(durable=True) as db:
            for table in ("sites", "articles", "texts", "wordings", "revisits", "walks"):
                db.execute(f"DELETE FROM {table} WHERE site=?", (site,))  # noqa: S608
            wordings.sweep(db)
            db.execute("DELETE FROM urls WHERE site=? AND state IN ('done', 'failed')", (site,))

    @staticmethod
    def _pass(db: sqlite3.Connection, numbers: dict[str, int]) -> None:
        db.executemany(
            "INSERT INTO sites (site, batch) VALUES (?,?) ON CONFLICT DO UPDATE SET batch=excluded.batch",
            list(numbers.items()),
        )

    @staticmethod
    def _settle(db: sqlite3.Connection, settled: Iterable[Settled]) -> None:
        turn = Ledger._last_turn(db)
        for address in settled:
            if address.source == REEXTRACTED:
                # Its address was not asked for: whether it is queued, and when it was fetched, stays.
                continue
            rest = RETRY_AFTER[address.attempts - 1] if 0 < address.attempts <= len(RETRY_AFTER) else None
            failed = is_failed(db, address)
            next_try = _text(address.fetched_at + rest) if failed and rest is not None else None
            turn += 1
            db.execute(
                "INSERT INTO urls"
                " (site, key, url, source, feed_published,"
                " state, turn, attempts, visits, next_try, fetched_at, outcome)"
                " VALUES (?,?,?,?,?,?,?,?,1,?,?,?)"
                " ON CONFLICT DO UPDATE SET state=excluded.state, attempts=excluded.attempts,"
                # A visit on schedule does not count for MAX_REVISITS, and one that failed hides nothing that
                # a source says has changed before it.
                " visits=visits+?, next_try=excluded.next_try,"
                " fetched_at=CASE WHEN ? THEN fetched_at ELSE excluded.fetched_at END,"
                " feed_published=coalesce(feed_published, excluded.feed_published),"
                " outcome=excluded.outcome",
                (
                    address.site,
                    address.key,
                    address.url,
                    address.source,
                    _text(address.feed_published),
                    "failed" if failed else "done",
                    turn,
                    address.attempts if failed else 0,
                    next_try,
                    _text(address.fetched_at),
                    address.outcome,
                    address.source != REVISIT,
                    address.outcome == "failed" and not failed,
                ),
            )
            note_visit(db, address)

    @staticmethod
    def _learn(db: sqlite3.Connection, known: Iterable[KnownArticle]) -> None:
        for article in known:
            db.execute(
                "INSERT INTO articles (site, id, key, revision, text_sha256, month) VALUES (?,?,?,?,?,?)"
                " ON CONFLICT DO UPDATE SET key=excluded.key, revision=excluded.revision,"
                " text_sha256=excluded.text_sha256 WHERE excluded.revision > revision",
                (article.site, article.id, article.key, article.revision, article.text_sha256, article.month),
            )
            db.execute(
                "INSERT INTO texts (site, text_sha256, id, revision) VALUES (?,?,?,?) ON CONFLICT DO NOTHING",
                (article.site, article.text_sha256, article.id, article.revision),
            )
            note_article(db, article)

    # The index

    def number(self, site: str) -> int:
        """The last batch whose rows this ledger knows."""
        rows = self.rows("SELECT batch FROM sites WHERE site=?", (site,))
        return int(rows[0][0]) if rows else 0

    def count_articles(self, site: str) -> int:
        """How many articles are known, as committed."""
        return int(self.rows("SELECT count(*) FROM articles WHERE site=?", (site,))[0][0])

    def article(self, site: str, article_id: str) -> KnownArticle | None:
        """The article with this id, as committed."""
        rows = self.rows(
            "SELECT site, id, key, revision, text_sha256, month FROM articles WHERE site=? AND id=?",
            (site, article_id),
        )
        return KnownArticle(*rows[0]) if rows else None

    def text(self, site: str, text_sha256: str) -> tuple[str, int] | None:
        """Id and revision of the first article with this text, as committed."""
        rows = self.rows("SELECT id, revision FROM texts WHERE site=? AND text_sha256=?", (site, text_sha256))
        return (rows[0][0], rows[0][1]) if rows else None


def _told(result: dict[str, Any], decision: dict[str, Any]) -> tuple[str, str]:
    """What a page was judged to be, as the spool has it."""
    return json.dumps(result, ensure_ascii=False), json.dumps(decision)


def _changed(candidate: Candidate, state: str, fetched_at: str | None, visits: int) -> bool:
    """Does the source say that a page which is done has changed since it was fetched?"""
    fetched = _moment(fetched_at)
    return (
        state == "done"
        and candidate.modified is not None
        and fetched is not None
        and candidate.modified > fetched
        and visits <= MAX_REVISITS
    )
