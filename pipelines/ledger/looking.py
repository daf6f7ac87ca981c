"""A look into a ledger that a run may be using: nothing is locked, written, migrated or set aside."""

import contextlib
import dataclasses
import datetime as dt
import sqlite3
from pathlib import Path

from ..errors import LedgerError


@dataclasses.dataclass(frozen=True, slots=True)
class Address:
    """An address that a ledger knows."""

    key: str
    url: str
    source: str
    """What led to it first, or last where it was queued again."""
    published: dt.datetime | None
    """The moment that the source gave; UTC."""
    state: str
    """`queued`, `fetched`, `spooled`, `done` or `failed`."""
    attempts: int
    """Failures since the last success."""
    next_try: dt.datetime | None
    """When a failed one may be asked for again; None where it is not, or was given up."""


def addresses(path: Path, site: str) -> list[Address] | None:
    """All addresses of a site in the ledger at `path`, as they are now; None where there is no ledger.

    A write-ahead log lets a reader see one state while a run goes on writing. Raises LedgerError where the
    file cannot be read.
    """
    if not path.exists():
        return None
    try:
        with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as ledger:
            rows = ledger.execute(
                "SELECT key, url, source, feed_published, state, attempts, next_try FROM urls WHERE site=?",
                (site,),
            ).fetchall()
    except sqlite3.Error as error:
        raise LedgerError(f"the ledger {path} cannot be read: {error}") from error
    return [
        Address(key, url, source, _moment(published), state, attempts, _moment(next_try))
        for key, url, source, published, state, attempts, next_try in rows
    ]


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None
