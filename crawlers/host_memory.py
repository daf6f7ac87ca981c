"""What is remembered of hosts from run to run: how long one asked to be left alone, and its last robots.txt.

A convenience, kept in small files beside the ledgers: what is missing or damaged is taken for unknown.
"""

import base64
import binascii
import contextlib
import datetime as dt
import fcntl
import hashlib
import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

logger = logging.getLogger(__name__)

ROBOTS_AGE = dt.timedelta(hours=24)
"""How old a copy of a robots.txt may be: RFC 9309, 2.4."""

REST_AT_MOST = dt.timedelta(hours=24)
"""The longest that a host is left alone because it asked. A day is what a news site may do without a crawl;
whoever asks for ten years is asked again tomorrow, and may say it again."""


class HostMemory:
    """The memory in a folder, shared by all runs of this machine; without a folder nothing is remembered.

    Each fact of a host is a file of its own, replaced as a whole, so a reader never sees half of one. No
    method raises: that a file cannot be read or written is told in the log.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    @classmethod
    def beside(cls, ledgers: str | None) -> Self:
        """The memory beside the ledgers of `NEWS_LEDGER_DIR`, where that is set."""
        return cls(Path(ledgers) / "_hosts" if ledgers else None)

    def rest_until(self, host: str, now: dt.datetime) -> dt.datetime | None:
        """Until when the host asked to be left alone, UTC; None where that is over, or nothing is known."""
        values = self._load(self._path("rest", host))
        until = None if values is None else _moment(values, "until")
        # A clock that was far ahead when this was written must not make a host rest for years.
        return min(until, now + REST_AT_MOST) if until and until > now else None

    def rest(self, host: str, until: dt.datetime, now: dt.datetime) -> None:
        """Remember that the host asked to be left alone until then; the longest of several holds."""
        with self._writing() as folder:
            if folder is None:
                return
            before = self.rest_until(host, now)
            if before is None or before < until:
                self._replace(self._path("rest", host), {"host": host, "until": until.isoformat()})

    def robots(self, address: str, now: dt.datetime) -> tuple[bytes, dt.datetime] | None:
        """The last robots.txt that was read at `address`, and when; None where none is young enough."""
        values = self._load(self._path("robots", address))
        read_at = None if values is None else _moment(values, "read_at")
        if values is None or read_at is None or not now - ROBOTS_AGE < read_at <= now:
            return None
        try:
            return base64.b64decode(values["body"], validate=True), read_at
        except (KeyError, TypeError, ValueError, binascii.Error):
            logger.warning("The copy of %s is damaged: it is not used", address)
            return None

    def keep_robots(self, address: str, body: bytes, read_at: dt.datetime) -> None:
        """Remember a robots.txt that was read at that moment."""
        values = {"address": address, "read_at": read_at.isoformat(), "body": base64.b64encode(body).decode()}
        with self._writing() as folder:
            if folder is not None:
                self._replace(self._path("robots", address), values)

    def drop_robots(self, address: str) -> None:
        """Forget the robots.txt of `address`: it is known that there is none."""
        with self._writing() as folder:
            if folder is not None:
                self._path("robots", address).unlink(missing_ok=True)

    def _path(self, fact: str, name: str) -> Path:
        # A hash: what a redirect names must not name a file.
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return (self._folder or Path()) / f"{fact}-{digest}.json"

    def _load(self, path: Path) -> dict[str, Any] | None:
        if self._folder is None:
            return None
        try:
            values = json.loads(path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError, RecursionError) as error:
            logger.warning("%s cannot be read (%s): what it remembered of a host is lost", path, error)
            return None
        if not isinstance(values, dict):
            logger.warning("%s is damaged: what it remembered of a host is lost", path)
            return None
        return values

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Path | None]:
        """The folder, locked against other writers for a moment; None where nothing is remembered."""
        if self._folder is None:
            yield None
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = os.open(self._folder, os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            self._tell(error)
            yield None
            return
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield self._folder
        except OSError as error:
            self._tell(error)
        finally:
            os.close(lock)

    def _tell(self, error: OSError) -> None:
        logger.warning("%s: %s; what a host asked for is not remembered", self._folder, error)

    def _replace(self, path: Path, values: dict[str, str]) -> None:
        unfinished = path.with_suffix(".unfinished")
        unfinished.write_text(json.dumps(values), encoding="utf-8")
        unfinished.replace(path)


def _moment(values: dict[str, Any], name: str) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(values[name])
    except (KeyError, TypeError, ValueError):
        logger.warning("What was remembered of a host is damaged: %s is no time", name)
        return None
    return moment if moment.tzinfo else None
