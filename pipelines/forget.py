"""Takedown: an article, an address or a whole site leaves the store, and does not come back.

The order is that of what must not fail: tombstones first, so that nothing of it is taken in any more; then
the archive, while the rows that point into it are there; then the rows; then files of old snapshots; then the
releases. All of it follows from the site's tombstones alone, so a takedown that was cut off is finished by
saying it again.
"""

import dataclasses
import datetime as dt
import functools
import logging
import socket
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as pads

from .archive import request_length, wiped_record
from .article import Article, PageRecord
from .ledger.ledger import Ledger
from .lock import SiteLock
from .recorder import Recorder
from .release.takedown import released_sites, take_down
from .store.lease import Lease
from .store.store import Store, ledger_path
from .store.tables import reading
from .store.tombstones import (
    Tombstones,
    put_tombstones,
    read_tombstones,
    sites_of_tombstone,
    sites_taken_down,
)
from .urls import url_key

logger = logging.getLogger(__name__)

_ADDRESSES = {Article: ("url", "canonical_url"), PageRecord: ("url", "final_url", "canonical_url")}
_IDS = {Article: "id", PageRecord: "article_id"}


@dataclasses.dataclass(frozen=True, slots=True)
class Target:
    """What is to be forgotten, within one site."""

    site: str
    article_id: str | None = None
    url: str | None = None
    """Neither: the whole site."""

    @property
    def whole_site(self) -> bool:
        """Is nothing of the site to stay?"""
        return self.article_id is None and self.url is None


@dataclasses.dataclass(slots=True)
class Forgotten:
    """What a takedown did."""

    ids: int = 0
    """Articles."""
    addresses: int = 0
    """Addresses that are not fetched any more."""
    articles: int = 0
    """Rows of `articles`."""
    pages: int = 0
    """Rows of `pages`."""
    records: int = 0
    """WARC records that were wiped."""
    segments: int = 0
    """WARC segments that were deleted whole."""
    files: int = 0
    """Data files of old snapshots that were deleted."""
    releases: int = 0
    """Releases that were written anew without it."""
    released: int = 0
    """Its rows in them."""


def sites_of_article(store: Store, article_id: str) -> list[str]:
    """The sites that hold an article, or held it: one, or none. Raises StoreError.

    A takedown that was cut off may have left it in a release alone, or its old files.
    """
    found: set[str] = set()
    for record, column in _IDS.items():
        with reading(record):
            rows = store.tables.scan(record).to_table(["site"], filter=pads.field(column) == article_id)
        found.update(rows["site"].to_pylist())
    if not found:
        found = sites_of_tombstone(store.objects, article_id)
    return sorted(found or released_sites(store.tables, store.objects, article_id))


def known_sites(store: Store) -> set[str]:
    """The sites that have rows in a table or a release, or were taken down. Raises StoreError."""
    parts = [part for record in _IDS for part in store.tables.parts(record)]
    down = sites_taken_down(store.objects)
    return {part.site for part in parts} | down | released_sites(store.tables, store.objects)


def site_of_address(store: Store, url: str, sites: Iterable[str]) -> str | None:
    """The one of `sites` that holds an address, or None. Raises StoreError."""
    key = url_key(url)
    return next((site for site in sites if any(key in keys for keys, _ in _identities(store, site))), None)


def forget(store: Store, ledger_dir: Path, target: Target, *, run_id: str, user_agent: str) -> Forgotten:
    """Take `target` down: from both tables, the archive, the queue, and for all later runs.

    Holds the site's lock and lease meanwhile, and brings in first what an earlier run left.

    Raises SiteHeld while a run holds the site or a release is written, StoreError and LedgerError when these
    fail; then it is to be said again.
    """
    site = target.site
    with SiteLock(ledger_dir, site):
        path = ledger_path(ledger_dir, store, site)
        ledger = Ledger(path)
        try:
            host = socket.gethostname()
            holder = {"ledger": f"{host}:{path}", "host": host, "run_id": run_id}
            lease = Lease(store.objects, site, holder)
            lease.take()
            try:
                _mark(store, target)
                recorder = Recorder(
                    store,
                    ledger,
                    run_id=run_id,
                    user_agent=user_agent,
                    batch_pages=1,
                    batch_seconds=0,
                )
                recorder.open([site])
                recorder.commit(dt.datetime.now(dt.UTC))
                done = purge(store, site, lease.renew)
                ledger.forget(site, read_tombstones(store.objects, site).cover)
                recorder.save_pending(site)
            finally:
                lease.free()
        finally:
            ledger.close()
    removed = take_down(store.tables, store.objects, site, ledger_dir, run_id)
    done.releases, done.released = removed.releases, removed.articles
    return done


def _mark(store: Store, target: Target) -> None:
    """Write the tombstones of a target: all its articles, and every address that showed one of them."""
    ids = {target.article_id} if target.article_id else set()
    keys = {url_key(target.url)} if target.url else set()
    if not target.whole_site:
        rows = list(_identities(store, target.site))
        ids |= {article_id for found, article_id in rows if article_id and not keys.isdisjoint(found)}
        for found, article_id in rows:
            if article_id in ids:
                keys |= found
    put_tombstones(store.objects, target.site, ids=ids, keys=keys, whole_site=target.whole_site)


def _identities(store: Store, site: str) -> Iterable[tuple[set[str], str | None]]:
    """Addresses and article of each row of a site, in both tables."""
    for record, columns in _ADDRESSES.items():
        rows = store.tables.rows_of(record, site, [*columns, _IDS[record]])
        for batch in rows.to_batches():
            for row in batch.to_pylist():
                yield {url_key(row[name]) for name in columns if row[name]}, row[_IDS[record]]


def purge(store: Store, site: str, renew: Callable[[], None] | None = None) -> Forgotten:
    """Remove all that the tombstones of a site cover from the archive and the tables.

    `renew` is called in between, where a lease is held. Raises CommitConflict or StoreError.
    """
    tombstones = read_tombstones(store.objects, site)
    done = Forgotten(ids=len(tombstones.ids), addresses=len(tombstones.addresses))
    _wipe(store, site, tombstones, done)
    # Articles first: until the rows of `pages` are gone, they lead to what is left.
    for record in (Article, PageRecord):
        removed = 0
        for part in store.tables.parts(record):
            if part.site != site:
                continue
            if renew is not None:
                renew()
            columns = [*_ADDRESSES[record], _IDS[record]]
            rows = store.tables.rows_of(record, site, columns, month=part.month)
            covered = sum(_is_covered(record, row, tombstones) for row in rows.to_pylist())
            if covered:
                logger.info("%s: %d rows of %s", part.month, covered, site)
                without = functools.partial(_without, record=record, tombstones=tombstones)
                store.tables.rewrite(record, site, part.month, without)
                removed += covered
        if record is Article:
            done.articles = removed
        else:
            done.pages = removed
    for record in (Article, PageRecord):
        done.files += store.tables.vacuum(record, at_once=True)
    return done


def _is_covered(record: type, row: dict[str, Any], tombstones: Tombstones) -> bool:
    keys = [url_key(row[name]) for name in _ADDRESSES[record] if row[name]]
    return tombstones.cover(keys, row[_IDS[record]])


def _without(rows: pa.Table, record: type, tombstones: Tombstones) -> pa.Table:
    """The rows that no tombstone covers."""
    identities = rows.select([*_ADDRESSES[record], _IDS[record]]).to_pylist()
    return rows.filter(pa.array([not _is_covered(record, row, tombstones) for row in identities], pa.bool_()))


def _wipe(store: Store, site: str, tombstones: Tombstones, done: Forgotten) -> None:
    """Wipe the archived pages that the tombstones cover; the other records of a segment keep their place."""
    pointers: dict[str, set[tuple[int, int]]] = {}
    for record, columns in _ADDRESSES.items():
        wanted = [*columns, _IDS[record], "warc_key", "warc_offset", "warc_length"]
        rows = store.tables.rows_of(record, site, wanted)
        for row in rows.to_pylist():
            if row["warc_key"] and _is_covered(record, row, tombstones):
                pointers.setdefault(row["warc_key"], set()).add((row["warc_offset"], row["warc_length"]))
    for key, places in sorted(pointers.items()):
        segment = store.objects.get(key)
        if segment is None:
            continue
        wiped = bytearray(segment)
        for offset, length in places:
            wiped[offset : offset + length] = wiped_record(length)
            # It names the address as well. No row points to it, and what stands behind a page is its own.
            behind = offset + length
            if request := request_length(segment, behind):
                wiped[behind : behind + request] = wiped_record(request)
        if wiped != segment:
            store.objects.replace(key, bytes(wiped))
            done.records += len(places)
    whole = (f"warc/site={site}/", f"templates/site={site}/") if tombstones.whole_site else ()
    # What a repair took out may hold it as well, and nobody can tell.
    aside = (f"broken/articles/site={site}/", f"broken/pages/site={site}/", f"broken/state/site={site}")
    for prefix in (*whole, *aside):
        for key in list(store.objects.list(prefix)):
            store.objects.delete(key)
            done.segments += prefix.startswith("warc")
