"""The wordings of a site's articles in a ledger: kept to be compared with, and found by what they share.

A wording that is replaced leaves its values in `bands` under a number that no wording has any more: to find
them there, a second index as large as the first would be needed. `sweep` takes them out.
"""

import datetime as dt
import json
import sqlite3
import zlib
from collections.abc import Iterable, Sequence

from ..errors import LedgerError
from .file import LedgerFile
from .rows import Wording

_MIXER = 0x9E37_79B9_7F4A_7C15
"""2 to the 64 by the golden ratio: a product with it mixes all bits into the upper ones (Knuth, 6.4)."""


def put(db: sqlite3.Connection, wordings: Iterable[Wording]) -> None:
    """Take in wordings, in any order: that of an article's latest revision stays, and its first moment."""
    values: list[tuple[int, int]] = []
    for wording in wordings:
        seen, revision = wording.seen.astimezone(dt.UTC).isoformat(), wording.revision
        article = (wording.site, wording.id)
        known = db.execute(
            "SELECT number, seen, revision FROM wordings WHERE site=? AND id=?", article
        ).fetchone()
        if known is not None:
            seen = min(seen, known[1])
            if known[2] >= revision:
                db.execute("UPDATE wordings SET seen=? WHERE number=?", (seen, known[0]))
                continue
            db.execute("DELETE FROM wordings WHERE number=?", (known[0],))
        number = db.execute(
            "INSERT INTO wordings (site, id, revision, seen, text) VALUES (?,?,?,?,?)",
            (*article, revision, seen, zlib.compress(wording.text.encode("utf-8", "surrogatepass"))),
        ).lastrowid
        values += ((_short(value), number or 0) for value in wording.bands)
    # In the order of the index: each of its pages is written once, which else is most of a first filling.
    db.executemany("INSERT OR IGNORE INTO bands (value, number) VALUES (?,?)", sorted(values))


def _short(value: int) -> int:
    """32 bits that all bits of a band's value go into: three quarters of the space that the value would take.

    That two texts share one by chance is rare, and their words show it.
    """
    return (value * _MIXER & 0xFFFF_FFFF_FFFF_FFFF) >> 32


def sweep(db: sqlite3.Connection) -> None:
    """Take out of the index what belongs to no wording."""
    db.execute("DELETE FROM bands WHERE number NOT IN (SELECT number FROM wordings)")


class Wordings:
    """The wordings of a ledger, as committed."""

    def __init__(self, ledger: LedgerFile) -> None:
        self._ledger = ledger

    def number(self, site: str) -> int:
        """The last batch of a site whose wordings the ledger has, with those of all before it."""
        rows = self._ledger.rows("SELECT worded FROM sites WHERE site=?", (site,))
        return int(rows[0][0]) if rows else 0

    def take_in(self, worded: Iterable[Wording]) -> None:
        """Take in wordings from the tables; `complete` says when all are in."""
        with self._ledger.transaction() as db:
            put(db, worded)

    def complete(self, site: str, number: int) -> None:
        """The wordings of `site` are in, up to those of a batch. Durable."""
        with self._ledger.transaction(durable=True) as db:
            db.execute("UPDATE sites SET worded=? WHERE site=?", (number, site))

    def of_article(self, site: str, article_id: str) -> Wording | None:
        """The wording of an article."""
        return self._found("site=? AND id=?", (site, article_id))

    def alike(self, site: str, bands: Sequence[int], limit: int) -> list[tuple[int, Wording]]:
        """The wordings of `site` that share a value with `bands`, and how many they share.

        The `limit` that share most; of equals those that were seen first.
        """
        rows = self._ledger.rows(
            # CROSS JOIN: from the values to the wordings, never the other way round.
            "SELECT shared, number FROM (SELECT number, count(*) AS shared FROM bands"
            " WHERE value IN (SELECT value FROM json_each(?)) GROUP BY number)"
            " CROSS JOIN wordings USING (number) WHERE site=? ORDER BY shared DESC, seen, id LIMIT ?",
            (json.dumps([*map(_short, bands)]), site, limit),
        )
        found = ((shared, self._found("number=?", (number,))) for shared, number in rows)
        return [(shared, wording) for shared, wording in found if wording]

    def _found(self, where: str, arguments: tuple[str | int, ...]) -> Wording | None:
        rows = self._ledger.rows(
            f"SELECT site, id, revision, seen, text FROM wordings WHERE {where}",  # noqa: S608
            arguments,
        )
        if not rows:
            return None
        ((site, article_id, revision, seen, packed),) = rows
        try:
            text = zlib.decompress(packed).decode("utf-8", "surrogatepass")
        except (zlib.error, UnicodeDecodeError) as error:
            raise LedgerError(
                f"the ledger {self._ledger.path} is damaged ({error}); move it away, and run again: it is "
                "filled anew from the store"
            ) from error
        return Wording(site, article_id, revision, dt.datetime.fromisoformat(seen), text)
