"""How far archives of others were read, so that an ingest which was cut off goes on from there.

A mark is noted after all pages before it are in the spool, in the same file by a later transaction: no death
can leave the second without the first. Pages behind it may be in the spool or in the tables already; their
rows tell by name and number of the record. Without a mark an archive is read from its beginning, and what has
a row is passed over: that costs the reading, and neither loses a page nor brings one twice.
"""

import dataclasses
from collections.abc import Callable, Collection, Mapping

from .file import LedgerFile


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place in an archive: a record up to which, itself included, all is done."""

    name: str
    """The archive's own name."""
    rules: str
    """Digest of the rules that chose among its records."""
    size: int | None
    """Its length as it was read, bytes; None where it was not told."""
    number: int
    """Number of the record among all of the archive, from 0; -1 before the first."""
    offset: int
    """Where the record begins, bytes."""
    done: bool = False
    """Was the archive read to its end?"""


class Marks:
    """The marks in a ledger. Of the ledger's thread."""

    def __init__(self, ledger: LedgerFile) -> None:
        self._ledger = ledger

    def mark(self, name: str, rules: str) -> Mark | None:
        """How far an archive was read by these rules."""
        rows = self._ledger.rows(
            "SELECT size, number, offset, done FROM archives WHERE name=? AND rules=?", (name, rules)
        )
        if not rows:
            return None
        size, number, offset, done = rows[0]
        return Mark(name=name, rules=rules, size=size, number=number, offset=offset, done=bool(done))

    def note(self, mark: Mark) -> None:
        """All before a mark is in the spool, in the tables, or was left out."""
        with self._ledger.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO archives (name, rules, size, number, offset, done)"
                " VALUES (?,?,?,?,?,?)",
                (mark.name, mark.rules, mark.size, mark.number, mark.offset, mark.done),
            )

    def forget_if_set_back(self, numbers: Callable[[Collection[str]], Mapping[str, int]]) -> bool:
        """Drop all marks when the tables know less than this ledger: what stood before a mark may be gone.

        :param numbers: the last batch of each site in the tables
        """
        known = dict(self._ledger.rows("SELECT site, batch FROM sites"))
        told = numbers(known)
        if all(told[site] >= batch for site, batch in known.items()):
            return False
        with self._ledger.transaction() as db:
            db.execute("DELETE FROM archives")
        return True
