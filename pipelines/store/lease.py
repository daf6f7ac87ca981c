"""One crawler a site among many hosts: a lease in the bucket.

It saves work. What keeps the data right is the batch number: a run that lost its lease and does not know it
is refused at its next commit. Ages are the store's own (`ObjectStore.age`), never a host's clock.
"""

import json
import logging

from ..errors import SiteHeld
from .objects import ObjectStore

logger = logging.getLogger(__name__)

LEASE_SECONDS = 300.0
"""A lease that was not renewed for so long is free: the run that held it is gone. A run renews every minute
and ends where it cannot, so no living run comes near this age unless its process slept."""

RENEW_SECONDS = 60.0
"""How often a run renews."""


class Lease:
    """The lease of a site, or of something else that one at a time may write, held by one run."""

    def __init__(
        self, objects: ObjectStore, site: str, holder: dict[str, str], *, key: str | None = None
    ) -> None:
        """`holder` says who takes it: `ledger` (which names the same machine's ledger), `host`, `run_id`.

        With `key` it is a lease of its own, and `site` what messages call it.
        """
        self._objects = objects
        self._site = site
        self._key = key or _key(site)
        self._holder = holder
        self._renewals = 0
        self._tag: str | None = None

    def take(self) -> None:
        """Take the lease. Raises SiteHeld when another host's run has it, with who that is."""
        if self._objects.put_if_absent(self._key, self._content()):
            found = self._objects.get_tagged(self._key)
            if found is not None and found[0] == self._content():
                self._tag = found[1]
                return
        found = self._objects.get_tagged(self._key)
        if found is None:
            raise SiteHeld(f"{self._site}: its lease changes hands just now; run again")
        data, tag = found
        other = _read(data)
        # Our own ledger's: its local lock is ours, so the run that took it is dead.
        if other.get("ledger") not in (None, self._holder["ledger"]):
            age = self._objects.age(self._key)
            if age is not None and age < LEASE_SECONDS:
                who = f"{other.get('host')}, {other.get('run_id')}, renewed {age:.0f} s ago"
                raise SiteHeld(
                    f"{self._site} is held by another host's run ({who}); "
                    f"a run that died frees it after {LEASE_SECONDS:.0f} s"
                )
            logger.warning("The lease of %s by %s was not renewed; taken over", self._site, other.get("host"))
        self._tag = self._objects.put_if_match(self._key, self._content(), tag)
        if self._tag is None:
            raise SiteHeld(f"{self._site}: another run took its lease just now")

    def renew(self) -> None:
        """Say that the run lives. Raises SiteHeld when another run has taken the lease: this one stops."""
        if self._tag is None:
            return
        self._renewals += 1
        self._tag = self._objects.put_if_match(self._key, self._content(), self._tag)
        if self._tag is None:
            raise SiteHeld(f"{self._site}: another host's run has taken the lease, so this run stops")

    def free(self) -> None:
        """Give the lease back, if it is held still."""
        if self._tag is not None:
            self._objects.put_if_match(self._key, json.dumps({"site": self._site}).encode(), self._tag)
            self._tag = None

    def _content(self) -> bytes:
        return json.dumps({"site": self._site, **self._holder, "renewals": self._renewals}).encode()


def is_held(objects: ObjectStore, site: str) -> bool:
    """Is the lease of a site held by a run that may live? Raises StoreError."""
    found = objects.get_tagged(_key(site))
    if found is None or _read(found[0]).get("ledger") is None:
        return False
    age = objects.age(_key(site))
    return age is not None and age < LEASE_SECONDS


def _key(site: str) -> str:
    return f"leases/site={site}.json"


def _read(data: bytes) -> dict[str, str]:
    """Who holds a lease; an object that nobody can read is held by nobody."""
    try:
        values = json.loads(data)
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}
