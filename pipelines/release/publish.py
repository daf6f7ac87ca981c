"""Putting a build into the store, and deleting what no published release names.

One at a time writes below `releases/`: that is what makes deleting leftovers safe, and what lets a takedown
and a release that run at once see each other.
"""

import contextlib
import logging
import socket
from collections.abc import Iterator
from pathlib import Path

from ..errors import StoreError
from ..lock import SiteLock
from ..store.lease import Lease
from ..store.objects import ObjectStore
from .build import Built
from .published import from_bytes, key_of

logger = logging.getLogger(__name__)

_NAME = "_releases"
_LEASE_KEY = "leases/releases.json"


@contextlib.contextmanager
def sole_writer(objects: ObjectStore, ledger_dir: Path, run_id: str) -> Iterator[Lease]:
    """Be the one that writes releases into a store. Raises SiteHeld while another process or host does."""
    with SiteLock(ledger_dir, _NAME):
        host = socket.gethostname()
        # What a killed process of this host holds is taken over at once: its lock is ours.
        holder = {"ledger": f"{host}:{ledger_dir.absolute()}", "host": host, "run_id": run_id}
        lease = Lease(objects, _NAME, holder, key=_LEASE_KEY)
        lease.take()
        try:
            yield lease
        finally:
            lease.free()


def upload(objects: ObjectStore, lease: Lease, version: str, built: Built) -> None:
    """Put all files of a build to their places, where nothing points to them yet."""
    for file in built.files:
        lease.renew()
        logger.info("Writing %s, %d bytes", file.path, file.bytes)
        objects.replace(
            f"releases/{version}/{built.name}/{file.path}", (built.folder / file.path).read_bytes()
        )
    lease.renew()


def sweep(objects: ObjectStore) -> int:
    """Delete what no release.json names: builds of killed writers, and those that a takedown replaced.

    A version whose release.json cannot be read is left alone. How many objects; raises StoreError.
    """
    kept: dict[str, str | None] = {}
    swept = 0
    for key in list(objects.list("releases/")):
        _, version, rest = key.split("/", 2) if key.count("/") > 1 else ("", "", "")
        if not version or rest == "release.json":
            continue
        if version not in kept:
            kept[version] = _named(objects, version)
        named = kept[version]
        if named is not None and not key.startswith(named):
            objects.delete(key)
            swept += 1
    return swept


def _named(objects: ObjectStore, version: str) -> str | None:
    """What the keys of a version's files begin with; no key does where none is published. None: unknown."""
    data = objects.get(key_of(version))
    if data is None:
        return f"releases/{version}//"
    try:
        return from_bytes(data, version).prefix
    except StoreError as error:
        logger.warning("%s; nothing of it is deleted", error)
        return None
