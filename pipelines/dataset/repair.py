"""Mending what `verify` found, as far as what is still there allows it. Nothing is made up.

Each table can be made again from the other and the archive: a row of `articles` from its row in `pages` and
the archived page, a stored or revised row of `pages` from its row in `articles`. Files that are damaged are
copied to `broken/` in the store before rows leave the tables, so that a person can still look at them.
"""

import contextlib
import dataclasses
import functools
import json
import socket
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from ..article import ExtractionHints
from ..errors import StoreError
from ..lock import SiteLock
from ..store.lease import Lease
from ..store.location import parse_store_url
from ..store.objects import ObjectStore
from ..store.opening import open_objects
from ..store.store import ledger_path, open_store
from ..store.tables import NAMES
from ..workers import ExtractionPool
from .repair_site import INGEST_LEDGER, RepairOptions, SiteRepair, Told, keep_copy
from .verify import VerifyOptions, verify
from .verify.faults import Fault, Kind

_OF_LOG = (Kind.TORN_COMMIT, Kind.TORN_CHECKPOINT)


def repair(
    verified: VerifyOptions, options: RepairOptions, faults: Collection[Fault], tell: Callable[[Told], None]
) -> bool:
    """Mend what of `faults` can be mended, holding the sites' locks and leases. True when nothing was lost.

    Raises SiteHeld when another run holds one of the sites, StoreError, CommitConflict or LedgerError when
    these fail; what was mended before stays so, and it can be said again.
    """
    kept = True

    def note(told: Told) -> None:
        nonlocal kept
        kept = kept and not told.lost
        tell(told)

    of_log = [fault for fault in faults if fault.kind in _OF_LOG and fault.repairable]
    if of_log:
        location = parse_store_url(verified.store_url)
        objects = open_objects(location)
        sites = _known_sites(objects)
        with _locked(options, sites), contextlib.ExitStack() as cleanup:
            for site in sites:
                cleanup.enter_context(
                    _leased(objects, options, site, _ledger_of_lease(objects, options, site))
                )
            assert location.root is not None  # noqa: S101 - only those of a folder are repairable
            _set_aside(location.root, of_log, note)
        faults = verify(dataclasses.replace(verified, fast=True), lambda _: None).faults
    wanted = [fault for fault in faults if fault.repairable]
    if not wanted:
        return kept
    store = open_store(verified.store_url)
    sites = sorted({fault.site for fault in wanted if fault.site})
    with contextlib.ExitStack() as cleanup:
        cleanup.enter_context(_locked(options, sites))
        ledgers = [str(ledger_path(options.ledger_dir, store, site)) for site in sites]
        leases = [
            cleanup.enter_context(_leased(store.objects, options, site, ledger))
            for site, ledger in zip(sites, ledgers, strict=True)
        ]

        @functools.cache
        def pool() -> ExtractionPool:
            # Most repairs extract nothing.
            started = cleanup.enter_context(ExtractionPool(verified.workers))
            started.warm_up()
            return started

        _objects_aside(store.objects, wanted, note)
        for site, lease in zip(sites, leases, strict=True):
            lease.renew()
            of_site = [fault for fault in wanted if fault.site == site]
            hints = verified.hints.get(site, ExtractionHints())
            SiteRepair(store, site, hints, pool, options, note).mend(of_site)
    return kept


def _known_sites(objects: ObjectStore) -> list[str]:
    """The sites of a store whose tables may not open."""
    found = set()
    for prefix in ("leases/site=", "state/site="):
        found |= {key.removeprefix(prefix).removesuffix(".json") for key in objects.list(prefix)}
    for name in NAMES.values():
        prefix = f"{name}/site="
        found |= {key.removeprefix(prefix).partition("/")[0] for key in objects.list(prefix)}
    return sorted(found)


@contextlib.contextmanager
def _locked(options: RepairOptions, sites: Collection[str]) -> Iterator[None]:
    """Hold the locks of the sites on this host, and that of ingests, which may write any site."""
    with contextlib.ExitStack() as cleanup:
        for name in [*sites, INGEST_LEDGER]:
            cleanup.enter_context(SiteLock(options.ledger_dir, name))
        yield


def _ledger_of_lease(objects: ObjectStore, options: RepairOptions, site: str) -> str:
    """The ledger here that a site's lease names, where one does: its lock is held, so its run is dead.

    Its path holds the id of the store, which tables that do not open cannot tell.
    """
    try:
        named = str(json.loads(objects.get(f"leases/site={site}.json") or b"{}")["ledger"])
    except (ValueError, KeyError, TypeError):
        named = ""
    path = named.removeprefix(f"{socket.gethostname()}:")
    here = path != named and Path(path).is_relative_to(options.ledger_dir)
    return path if here else str(options.ledger_dir / f"{site}.sqlite3")


@contextlib.contextmanager
def _leased(objects: ObjectStore, options: RepairOptions, site: str, ledger: str) -> Iterator[Lease]:
    host = socket.gethostname()
    lease = Lease(objects, site, {"ledger": f"{host}:{ledger}", "host": host, "run_id": options.run_id})
    lease.take()
    try:
        yield lease
    finally:
        lease.free()


def _set_aside(root: Path, faults: Collection[Fault], note: Callable[[Told], None]) -> None:
    """Rename torn commits and checkpoints, the last first: the table is then what it was before them."""
    for fault in sorted(faults, key=lambda fault: fault.where, reverse=True):
        path = root / fault.where
        try:
            path.rename(path.with_name(f"{path.name}.torn"))
            if fault.kind is Kind.TORN_CHECKPOINT:
                # It would insist on the checkpoint; without it the log is listed.
                path.with_name("_last_checkpoint").unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(f"{path}: {error.strerror or error}") from error
        note(Told(f"{fault.where} was set aside as {path.name}.torn"))


def _objects_aside(objects: ObjectStore, faults: Collection[Fault], note: Callable[[Told], None]) -> None:
    for fault in faults:
        if fault.kind is Kind.OBJECT and keep_copy(objects, fault.where):
            objects.delete(fault.where)
            note(Told(f"{fault.where} was moved to broken/{fault.where}"))
