"""Objects in the store that are not tables: WARC segments, state, run records.

`ObjectStore` is all that the rest of the project asks of a bucket. Keys are relative, with `/` between
their parts, and made of hashes, dates, numbers and site names only: nothing from a page becomes a key.
"""

import contextlib
import os
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from ..errors import StoreError, StoreUnsuitable
from .durable import fsync_folder, make_folder

# No part may begin with a dot, so neither `..` nor the folder of unfinished writes can be named.
_KEY = re.compile(r"[A-Za-z0-9_=-][A-Za-z0-9_=.-]*(?:/[A-Za-z0-9_=-][A-Za-z0-9_=.-]*)*")
_UNFINISHED = ".unfinished"


class ObjectStore(Protocol):
    """What is asked of a bucket. Every method raises StoreError when the store fails."""

    def put_if_absent(self, key: str, data: bytes) -> bool:
        """Write `data` durably under `key`; False, and nothing written, when the key is taken."""

    def replace(self, key: str, data: bytes) -> None:
        """Write `data` durably under `key`, whatever stood there. A reader sees the old or the new."""

    def get(self, key: str) -> bytes | None:
        """The object, or None."""

    def get_range(self, key: str, offset: int, length: int) -> bytes:
        """`length` bytes from `offset`; StoreError when the object has fewer or is missing."""

    def list(self, prefix: str) -> Iterator[str]:
        """Keys that begin with `prefix`, in order."""

    def delete(self, key: str) -> None:
        """Remove the object; nothing happens when it is missing."""


class LocalStore:
    """An `ObjectStore` in a folder. A write is a new file, made durable, then linked to its name."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"not a key: {key!r}")
        return self.root / key

    @contextlib.contextmanager
    def _written(self, key: str, data: bytes) -> Iterator[tuple[Path, Path]]:
        """A durable unfinished file with `data`, and the path that it is to have; OSError is StoreError."""
        path = self._path(key)
        unfinished = self.root / _UNFINISHED / uuid.uuid4().hex
        try:
            make_folder(path.parent)
            make_folder(unfinished.parent)
            with unfinished.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            yield unfinished, path
            fsync_folder(path.parent)
        except OSError as error:
            raise StoreError(f"{path}: {error.strerror or error}") from error
        finally:
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)

    def put_if_absent(self, key: str, data: bytes) -> bool:
        """See `ObjectStore`."""
        with self._written(key, data) as (unfinished, path):
            try:
                os.link(unfinished, path)
            except FileExistsError:
                return False
        return True

    def replace(self, key: str, data: bytes) -> None:
        """See `ObjectStore`."""
        with self._written(key, data) as (unfinished, path):
            unfinished.replace(path)

    def get(self, key: str) -> bytes | None:
        """See `ObjectStore`."""
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"{self._path(key)}: {error.strerror or error}") from error

    def get_range(self, key: str, offset: int, length: int) -> bytes:
        """See `ObjectStore`."""
        try:
            with self._path(key).open("rb") as file:
                file.seek(offset)
                data = file.read(length)
        except OSError as error:
            raise StoreError(f"{self._path(key)}: {error.strerror or error}") from error
        if len(data) != length:
            raise StoreError(f"{self._path(key)}: ends before byte {offset + length}")
        return data

    def list(self, prefix: str) -> Iterator[str]:
        """See `ObjectStore`."""
        folder = self.root / prefix.rpartition("/")[0]
        found = (path.relative_to(self.root).as_posix() for path in folder.rglob("*") if path.is_file())
        yield from sorted(key for key in found if key.startswith(prefix) and _KEY.fullmatch(key))

    def delete(self, key: str) -> None:
        """See `ObjectStore`."""
        path = self._path(key)
        try:
            path.unlink(missing_ok=True)
            if path.parent.exists():
                fsync_folder(path.parent)
        except OSError as error:
            raise StoreError(f"{path}: {error.strerror or error}") from error


def probe(store: ObjectStore) -> None:
    """Try what the batch protocol stands on: write, conditional write, read, range, list, delete.

    Raises StoreUnsuitable, with what is lacking, or StoreError when the store cannot be reached.
    """
    key = f"probe-{uuid.uuid4().hex}"
    if not store.put_if_absent(key, b"probe"):
        raise StoreUnsuitable("the store refused a write under a new key")
    try:
        if store.put_if_absent(key, b"again"):
            raise StoreUnsuitable("the store has no conditional write: it overwrote an object")
        if store.get(key) != b"probe" or store.get_range(key, 1, 3) != b"rob":
            raise StoreUnsuitable("the store does not give back what was written")
        if key not in store.list("probe-"):
            raise StoreUnsuitable("the store does not list what was written")
    finally:
        store.delete(key)
    if store.get(key) is not None:
        raise StoreUnsuitable("the store does not delete")
