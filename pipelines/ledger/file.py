"""The file of a ledger: opened and checked, migrated by version, set aside when it is broken."""

import contextlib
import datetime as dt
import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..errors import LedgerError

logger = logging.getLogger(__name__)

_FIRST = """
CREATE TABLE sites (
    site TEXT PRIMARY KEY,
    batch INTEGER NOT NULL                 -- the last batch whose rows this ledger knows
);
CREATE TABLE urls (
    site TEXT NOT NULL,
    key TEXT NOT NULL,                     -- urls.url_key
    url TEXT NOT NULL,
    source TEXT NOT NULL,
    feed_published TEXT,
    state TEXT NOT NULL,                   -- queued, fetched, spooled, done, failed
    turn INTEGER NOT NULL,                 -- order of queueing
    attempts INTEGER NOT NULL DEFAULT 0,   -- failures since the last success
    visits INTEGER NOT NULL DEFAULT 0,
    next_try TEXT,
    fetched_at TEXT,
    PRIMARY KEY (site, key)
) WITHOUT ROWID;
CREATE INDEX urls_by_turn ON urls (site, state, turn);
CREATE TABLE spool (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    site TEXT NOT NULL,
    key TEXT NOT NULL,
    visit TEXT NOT NULL,                   -- visit.Visit
    record BLOB,                           -- its WARC record, one gzip member
    result TEXT,                           -- what extraction said; null until it did
    decision TEXT,                         -- decide.Decision; null until judged
    batch_id TEXT
);
CREATE INDEX spool_by_batch ON spool (batch_id);
CREATE TABLE batches (
    batch_id TEXT NOT NULL,
    site TEXT NOT NULL,
    number INTEGER NOT NULL,
    closed_at TEXT NOT NULL,
    PRIMARY KEY (batch_id, site)
);
CREATE TABLE articles (                    -- the latest revision of each article
    site TEXT NOT NULL,
    id TEXT NOT NULL,
    key TEXT NOT NULL,                     -- of the address that it was fetched from
    revision INTEGER NOT NULL,
    text_sha256 TEXT NOT NULL,
    month TEXT NOT NULL,
    PRIMARY KEY (site, id)
) WITHOUT ROWID;
CREATE TABLE texts (                       -- the first article with a text, of all revisions
    site TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (site, text_sha256)
) WITHOUT ROWID;
"""

STEPS = (
    _FIRST,
    # Of the last visit that is in the tables.
    "ALTER TABLE urls ADD COLUMN outcome TEXT",
    """
CREATE TABLE sources (                     -- source_memory.SourceVersion
    site TEXT NOT NULL,
    url TEXT NOT NULL,                     -- as it is asked for
    etag TEXT,
    last_modified TEXT,
    answered_at TEXT NOT NULL,
    rules TEXT NOT NULL,
    read_at TEXT NOT NULL,
    spared INTEGER NOT NULL,
    lied INTEGER NOT NULL,
    PRIMARY KEY (site, url)
) WITHOUT ROWID
""",
    """
CREATE TABLE revisits (                    -- addresses that brought an article lately: revisits.Revisits
    site TEXT NOT NULL,
    key TEXT NOT NULL,                     -- of the address that was asked for
    id TEXT NOT NULL,                      -- of the article
    stored_at TEXT NOT NULL,               -- when it was first fetched
    visited_at TEXT NOT NULL,              -- when the address was last asked for, in vain or not
    published TEXT,                        -- when it came out, where known
    etag TEXT,
    last_modified TEXT,
    answered_at TEXT,
    read_at TEXT,                          -- when it was last sent whole
    PRIMARY KEY (site, key)
) WITHOUT ROWID;
CREATE INDEX revisits_by_id ON revisits (site, id)
""",
    """
ALTER TABLE sites ADD COLUMN worded INTEGER NOT NULL DEFAULT 0;  -- the last batch whose wordings it has
CREATE TABLE wordings (                    -- rows.Wording, of the latest revision of each article
    number INTEGER PRIMARY KEY AUTOINCREMENT,  -- another one for each revision
    site TEXT NOT NULL,
    id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    seen TEXT NOT NULL,
    text BLOB NOT NULL,                    -- UTF-8 in zlib
    UNIQUE (site, id)
);
CREATE TABLE bands (                       -- the wordings that have a value of near.bands
    value INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (value, number)
) WITHOUT ROWID
""",
    """
CREATE TABLE walks (                       -- walks.Walk: how far backfills read the sources
    site TEXT NOT NULL,
    url TEXT NOT NULL,                     -- of a sitemap, or of the first page of a list
    rules TEXT NOT NULL,
    since TEXT,
    until TEXT,
    read_at TEXT NOT NULL,
    page INTEGER NOT NULL,
    page_url TEXT,                         -- null when it was read to its end
    PRIMARY KEY (site, url)
) WITHOUT ROWID
""",
    """
ALTER TABLE spool ADD COLUMN request BLOB; -- the record of its request, one gzip member
ALTER TABLE spool ADD COLUMN revisit BLOB; -- what goes into the archive instead, while in a batch
ALTER TABLE revisits ADD COLUMN payload TEXT;  -- rows.Kept, with answered_at; null where it is not known
ALTER TABLE revisits ADD COLUMN kept_at TEXT;
ALTER TABLE revisits ADD COLUMN warc_key TEXT;
ALTER TABLE revisits ADD COLUMN warc_offset INTEGER;
ALTER TABLE revisits ADD COLUMN warc_length INTEGER
""",
    """
CREATE TABLE archives (                    -- marks.Mark: how far Common Crawl's archives were read
    name TEXT PRIMARY KEY,
    rules TEXT NOT NULL,
    size INTEGER,                          -- bytes
    number INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    done INTEGER NOT NULL
) WITHOUT ROWID
""",
)
"""What makes a ledger of each version from the one before. A step that was released never changes."""

LEDGER_VERSION = len(STEPS)


class LedgerFile:
    """One ledger file, open. To be used from one thread at a time; errors of SQLite become LedgerError."""

    def __init__(self, path: Path) -> None:
        """Open or make the file. One that is no sound ledger is set aside and begun anew; the log says so."""
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._open()
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
                self._set_aside(str(error))
                self._open()
        except (sqlite3.Error, OSError) as error:
            # What SQLite says when there is no room for the file that it shares memory by.
            why = "; the disk is full, or fails" if "disk I/O error" in str(error) else ""
            raise LedgerError(f"the ledger {path} cannot be opened: {error}{why}") from error

    def _open(self) -> None:
        existed = self.path.exists()
        self._db = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        try:
            self._check(existed=existed)
        except BaseException:
            self._db.close()
            raise

    def _check(self, *, existed: bool) -> None:
        """Set the file up, or see that it is sound and of a version that is known here."""
        self._db.execute("PRAGMA journal_mode=WAL")
        fault = self._db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if fault != "ok":
            raise sqlite3.DatabaseError(fault)
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version == 0 and existed:
            # Its journal is gone, with all that stood in it.
            logger.warning("The ledger %s was empty; it is filled anew from the store", self.path)
        if version > LEDGER_VERSION:
            raise LedgerError(f"the ledger {self.path} was made by a newer version; update this one")
        for number, step in enumerate(STEPS[version:], version + 1):
            self._db.executescript(f"BEGIN; {step} ; PRAGMA user_version={number}; COMMIT;")

    def _set_aside(self, fault: str) -> None:
        """Keep a broken file for a look, and its journal with it."""
        aside = self.path.with_name(f"{self.path.name}.broken-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S}")
        logger.warning(
            "The ledger %s is broken (%s); set aside as %s and filled anew from the store",
            self.path,
            fault,
            aside.name,
        )
        self.path.rename(aside)
        for suffix in ("-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                self.path.with_name(self.path.name + suffix).rename(aside.with_name(aside.name + suffix))

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def rebuild(self) -> None:
        """Write the file anew, so that nothing that was deleted is left in it or in its journal."""
        try:
            self._db.execute("VACUUM")
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            raise LedgerError(f"the ledger {self.path} failed: {error}") from error

    def rows(self, query: str, arguments: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """What a query finds."""
        return list(self.each(query, arguments))

    def each(self, query: str, arguments: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
        """The same one by one. Nothing is to be written meanwhile."""
        try:
            yield from self._db.execute(query, arguments)
        except sqlite3.Error as error:
            raise LedgerError(f"the ledger {self.path} failed: {error}") from error

    @contextlib.contextmanager
    def transaction(self, *, durable: bool = False) -> Iterator[sqlite3.Connection]:
        """One transaction; a durable one outlives a power cut, any other only the process."""
        try:
            self._db.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                # SQLite has rolled back by itself after some errors, that of a full disk among them.
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise LedgerError(f"the ledger {self.path} failed: {error}") from error
