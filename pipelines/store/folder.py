"""An `ObjectStore` in a folder."""

import contextlib
import fcntl
import hashlib
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

from ..errors import StoreError
from .durable import fsync_folder, make_folder
from .objects import check_key, is_key

_UNFINISHED = ".unfinished"


class FolderStore:
    """Objects as files. A write is a new file, made durable, then linked or renamed to its name."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def _path(self, key: str) -> Path:
        return self.root / check_key(key)

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

    def put_if_match(self, key: str, data: bytes, tag: str) -> str | None:
        """See `ObjectStore`."""
        # A folder has no compare-and-swap: writers of one host and one folder take turns.
        with self._written(key, data) as (unfinished, path), self._turn():
            try:
                if _tag(path.read_bytes()) != tag:
                    return None
            except FileNotFoundError:
                return None
            unfinished.replace(path)
        return _tag(data)

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        with (self.root / _UNFINISHED / "turn").open("wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

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

    def get_tagged(self, key: str) -> tuple[bytes, str] | None:
        """See `ObjectStore`."""
        data = self.get(key)
        return None if data is None else (data, _tag(data))

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

    def age(self, key: str) -> float | None:
        """See `ObjectStore`."""
        with self._written(key, b"") as (now, path):
            try:
                # The clock of the file system, which a network folder has of its own.
                return now.stat().st_mtime - path.stat().st_mtime
            except FileNotFoundError:
                return None

    def list(self, prefix: str) -> Iterator[str]:
        """See `ObjectStore`."""
        folder = self.root / prefix.rpartition("/")[0]
        try:
            found = [path.relative_to(self.root).as_posix() for path in folder.rglob("*") if path.is_file()]
        except OSError as error:
            raise StoreError(f"{folder}: {error.strerror or error}") from error
        yield from sorted(key for key in found if key.startswith(prefix) and is_key(key))

    def delete(self, key: str) -> None:
        """See `ObjectStore`."""
        path = self._path(key)
        try:
            path.unlink(missing_ok=True)
            if path.parent.exists():
                fsync_folder(path.parent)
        except OSError as error:
            raise StoreError(f"{path}: {error.strerror or error}") from error


def _tag(data: bytes) -> str:
    # Of the bytes alone: whoever finds the same bytes back has lost nothing.
    return hashlib.sha256(data).hexdigest()
