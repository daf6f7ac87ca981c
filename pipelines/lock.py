"""One run a site on a host: a lock that the kernel frees when its holder dies."""

import datetime as dt
import fcntl
import json
import os
import socket
from pathlib import Path
from types import TracebackType
from typing import Self

from .errors import LedgerError, SiteHeld


class SiteLock:
    """The lock of a site, held from `__enter__` to `__exit__` or to the end of the process.

    Raises SiteHeld when another process holds it, with who that is, and LedgerError when the folder cannot
    be written.
    """

    def __init__(self, folder: Path, site: str) -> None:
        self._path = folder / f"{site}.lock"
        self._site = site

    def __enter__(self) -> Self:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # Not truncated before the lock is ours: the holder's name stands there.
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise LedgerError(f"{self._path}: {error.strerror or error}") from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._sign()
        except BlockingIOError:
            holder = os.read(self._file, 1000)
            os.close(self._file)
            raise SiteHeld(f"{self._site} is held by another run{_describe(holder)}") from None
        except OSError as error:
            os.close(self._file)
            raise LedgerError(f"{self._path}: {error.strerror or error}") from error
        return self

    def _sign(self) -> None:
        """Say who holds the lock, for the message of who comes next."""
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        holder = json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": now}).encode()
        os.truncate(self._file, 0)
        os.pwrite(self._file, holder, 0)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # The file stays: removing it would let a third run lock a new file of the same name.
        os.close(self._file)


def _describe(holder: bytes) -> str:
    try:
        known = json.loads(holder)
        return f" (process {known['pid']} on {known['host']}, since {known['since']})"
    except (ValueError, KeyError, TypeError):
        return ""
