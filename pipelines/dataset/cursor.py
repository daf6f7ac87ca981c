"""The cursor: how far a consumer has read, kept by the consumer and handed back.

It is made of plain values, so that `json.dumps` takes it:

    {"store": "9a0e…", "version": 41, "commit": "5d1f…", "batches": {"a_kz": 7, "b_kz": 3}}

What counts is the last batch number of each site, which neither compaction nor takedown changes. The rest
tells whether this is the store that the cursor is of, and that it was not set back since.
"""

import dataclasses
import functools
import hashlib
from collections.abc import Collection, Mapping
from typing import Any

import pyarrow.compute as pc
import pyarrow.dataset as pads
from deltalake import DeltaTable

from ..article import Article
from ..errors import StoreError, UsageError
from ..store.opening import ReadableStore
from ..store.tables import NAMES, quoted, reading

Cursor = Mapping[str, Any]
"""How far a consumer has read."""


@dataclasses.dataclass(frozen=True, slots=True)
class Position:
    """A cursor, taken apart."""

    store: str
    """Identifier of the table `articles`."""
    version: int
    """Its version when it was read."""
    commit: str | None
    """Hash of the commit that made this version; None where its file was cleaned up."""
    batches: Mapping[str, int]
    """The last batch of each site that was read. A site that is not named has not been read."""

    def to_cursor(self) -> Cursor:
        """The plain values."""
        return dataclasses.asdict(self)

    def later(self, sites: Collection[str]) -> tuple[str, pads.Expression]:
        """What came since, of `sites`: a predicate that files must be able to match, and that of rows."""
        after = {site: self.batches.get(site, 0) for site in sites}
        files = [f"(site = {quoted(site)} AND batch > {number})" for site, number in after.items()]
        rows = [(pads.field("site") == site) & (pads.field("batch") > after[site]) for site in after]
        none = pc.scalar(False)
        return " OR ".join(files) or "false", functools.reduce(lambda one, other: one | other, rows, none)


def parse(after: Cursor) -> Position | None:
    """A cursor that a consumer hands back; None for an empty one, which has read nothing.

    Raises UsageError for anything that is no cursor.
    """
    try:
        if not after:
            return None
        batches = dict(after["batches"])
        position = Position(after["store"], after["version"], after["commit"], batches)
        numbers = [position.version, *batches.values()]
        texts = [position.store, position.commit or "", *batches]
        sound = all(type(number) is int for number in numbers) and all(isinstance(one, str) for one in texts)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise UsageError(_NO_CURSOR) from error
    if not sound:
        raise UsageError(_NO_CURSOR)
    return position


_NO_CURSOR = "after: this is no cursor; hand back what `cursor` of an earlier reading gave"


def here(
    store: ReadableStore, table: DeltaTable, read: Mapping[str, int], before: Position | None
) -> Position:
    """How far a consumer is that has read `table` up to the batches `read`, and `before` what it had."""
    batches = dict(before.batches) if before else {}
    for site, number in read.items():
        # A takedown may have removed the rows of the last batches: what was read stays read.
        batches[site] = max(number, batches.get(site, 0))
    version = table.version()
    return Position(str(table.metadata().id), version, _commit(store, version), dict(sorted(batches.items())))


def check(position: Position, store: ReadableStore, table: DeltaTable, last: Mapping[str, int]) -> None:
    """Refuse a cursor that is not of this store as it is now.

    :param last: number of the last batch of each site that has a row

    Raises UsageError for a cursor of another store, StoreError where the store was set back.
    """
    url, name = store.location.url, str(table.metadata().id)
    if position.store != name:
        raise UsageError(
            f"after: the cursor is of another store ({position.store}) than {url} ({name}): keep a cursor "
            "for each store, or read without one to begin anew"
        )
    if position.version > table.version():
        raise _set_back(url, f"version {position.version} of the table articles, the store {table.version()}")
    found = _commit(store, position.version)
    if found is not None and position.commit not in (None, found):
        raise _set_back(url, f"another version {position.version} of the table articles")
    for site, number in position.batches.items():
        if number <= last.get(site, 0):
            continue
        # The rows of the last batches may be taken down; the number itself stays with the table.
        with reading(Article):
            reached = table.transaction_version(site) or 0
        if number > reached:
            raise _set_back(url, f"batch {number} of {site}, the store {reached}")


def _set_back(url: str, what: str) -> StoreError:
    return StoreError(
        f"the cursor is ahead of {url}: it has read {what}. The store was set back to an older copy; read "
        "without a cursor to begin anew"
    )


def _commit(store: ReadableStore, version: int) -> str | None:
    """What tells a commit from another one under its number; None where its file was cleaned up."""
    data = store.objects.get(f"{NAMES[Article]}/_delta_log/{version:020d}.json")
    return None if data is None else hashlib.sha256(data).hexdigest()[:16]
