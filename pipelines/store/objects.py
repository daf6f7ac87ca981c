"""Objects in the store that are not tables: WARC segments, state, run records, leases.

`ObjectStore` is all that the rest of the project asks of a bucket. Keys are relative, with `/` between
their parts, and made of hashes, dates, numbers and site names only: nothing from a page becomes a key.
"""

import re
import uuid
from collections.abc import Iterator
from typing import Protocol

from ..errors import StoreUnsuitable

# No part may begin with a dot, so neither `..` nor the folder of unfinished writes can be named.
_KEY = re.compile(r"[A-Za-z0-9_=-][A-Za-z0-9_=.-]*(?:/[A-Za-z0-9_=-][A-Za-z0-9_=.-]*)*")


def is_key(text: str) -> bool:
    """May an object have this name?"""
    return _KEY.fullmatch(text) is not None


def check_key(key: str) -> str:
    """`key`, or ValueError when it is none: a mistake of the caller."""
    if not is_key(key):
        raise ValueError(f"not a key: {key!r}")
    return key


class Ranges(Protocol):
    """What parts of objects are read from."""

    def get_range(self, key: str, offset: int, length: int) -> bytes:
        """As `ObjectStore.get_range`."""


class ObjectStore(Protocol):
    """What is asked of a bucket. Every method raises StoreError when the store fails."""

    def put_if_absent(self, key: str, data: bytes) -> bool:
        """Write `data` durably under `key`; False, and nothing written, when the key is taken."""

    def put_if_match(self, key: str, data: bytes, tag: str) -> str | None:
        """Write `data` durably over the object whose tag is `tag`; its new tag, or None when it changed."""

    def replace(self, key: str, data: bytes) -> None:
        """Write `data` durably under `key`, whatever stood there. A reader sees the old or the new."""

    def get(self, key: str) -> bytes | None:
        """The object, or None."""

    def get_tagged(self, key: str) -> tuple[bytes, str] | None:
        """The object and its tag, which changes with every write, or None."""

    def get_range(self, key: str, offset: int, length: int) -> bytes:
        """`length` bytes from `offset`; StoreError when the object has fewer or is missing."""

    def age(self, key: str) -> float | None:
        """Seconds since the object was written, both by the store's own clock; None when it is missing."""

    def list(self, prefix: str) -> Iterator[str]:
        """Keys that begin with `prefix`, in order."""

    def delete(self, key: str) -> None:
        """Remove the object; nothing happens when it is missing."""


def probe(store: ObjectStore) -> None:
    """Try what the batch protocol stands on: write, conditional writes, read, range, list, delete.

    Raises StoreUnsuitable, with what is lacking, or StoreError when the store cannot be reached.
    """
    key = f"probe-{uuid.uuid4().hex}"
    if not store.put_if_absent(key, b"probe"):
        raise StoreUnsuitable("the store refused a write under a new key")
    try:
        _probe_object(store, key)
    finally:
        store.delete(key)
    if store.get(key) is not None:
        raise StoreUnsuitable("the store does not delete")


def _probe_object(store: ObjectStore, key: str) -> None:
    if store.put_if_absent(key, b"again"):
        raise StoreUnsuitable("the store has no conditional write: it overwrote an object")
    found = store.get_tagged(key)
    if found is None or found[0] != b"probe" or store.get_range(key, 1, 3) != b"rob":
        raise StoreUnsuitable("the store does not give back what was written")
    if store.put_if_match(key, b"other", f"{found[1][:-2]}00") is not None:
        raise StoreUnsuitable("the store has no conditional overwrite: it took a wrong tag")
    if store.put_if_match(key, b"other", found[1]) is None:
        raise StoreUnsuitable("the store refused a conditional overwrite with the right tag")
    if key not in store.list("probe-"):
        raise StoreUnsuitable("the store does not list what was written")
