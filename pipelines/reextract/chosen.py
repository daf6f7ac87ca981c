"""Which stored pages are extracted again: those that the articles stand on, and those that rules refused.

Of each article it is the page of its latest revision; of each address that the rules refused, its last page,
where no later one became an article or a copy. What is kept in memory of a site are 28 bytes a row of `pages`
(twice that while they are sorted), and the small columns of one month, some 350 bytes a row: with 100,000
rows a month, 92 MiB for one month and 189 MiB for four were measured.
"""

import array
import dataclasses
import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.dataset as pads
from deltalake import DeltaTable

from ..article import RULES_VERSION, PageRecord, Reason
from ..errors import StoreError
from ..store.schema import from_row
from ..store.tables import Tables, quoted, reading
from ..urls import url_key
from .notes import Stretch, covers

T = TypeVar("T")

BY_RULES = frozenset({
    Reason.NOT_HTML, Reason.TOO_LARGE, Reason.EMPTY, Reason.CHALLENGE, Reason.NOT_ARTICLE, Reason.TOO_SHORT,
    Reason.PAYWALL, Reason.VIDEO, Reason.LOGIN, Reason.COOKIE_WALL,
})  # fmt: skip
"""Reasons that `to_article` gives for what a page is. The others are those of its server, of robots.txt, of
its rights or of a takedown, and no rule of today changes them."""

_IN_ARTICLES = ("stored", "revised")
_AT_ONCE = 1000
_TRIES = 5
_NAMING = ["outcome", "reason", "article_id", "revision", "url", "fetched_at", "batch"]
_FACTS = [
    "site", "month", "url", "final_url", "canonical_url", "outcome", "reason", "article_id", "revision",
    "feed_published", "status", "content_type", "body_bytes", "fetched_at", "warc_key", "warc_offset",
    "warc_length", "origin", "origin_record", "origin_offset", "run_id", "batch", "rules_version",
]  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """Which pages of a site are wanted."""

    since: dt.date | None = None
    """First day of their fetch, UTC."""
    until: dt.date | None = None
    """Last day."""
    again: bool = False
    """Those of today's rules as well, and those that were looked at by them."""


def chosen_pages(
    tables: Tables, site: str, months: list[str], choice: Choice, seen: tuple[Stretch, ...]
) -> Iterator[PageRecord]:
    """The rows of `pages` whose pages are to be extracted again, month by month.

    `seen` is what was looked at by today's rules. Columns that a new extraction does not need are left out.
    Raises StoreError.
    """
    wanted = [month for month in months if _within(month, choice)]
    if not wanted:
        return
    last = _Last()
    # All months: a page of a later one may be the last of its article.
    for month in months:
        last.take(_rows(tables, site, month, _NAMING, None))
    last.seal()
    for month in wanted:
        rows = _rows(tables, site, month, _FACTS, _filter(choice))
        for batch in rows.to_batches(max_chunksize=_AT_ONCE):
            for row in batch.to_pylist():
                day = row["fetched_at"].date()
                if not choice.again and any(covers(one, day, row["batch"]) for one in seen):
                    continue
                if last.has(row):
                    yield from_row(PageRecord, row)


def _within(month: str, choice: Choice) -> bool:
    first = f"{choice.since:%Y-%m}" if choice.since else ""
    return first <= month and (choice.until is None or month <= f"{choice.until:%Y-%m}")


def _filter(choice: Choice) -> pads.Expression:
    wanted = pads.field("warc_key").is_valid() & (
        pads.field("outcome").isin(_IN_ARTICLES)
        | (pads.field("reason").isin([reason.value for reason in BY_RULES]))
    )
    if not choice.again:
        wanted &= pads.field("rules_version") < RULES_VERSION
    if choice.since:
        wanted &= pads.field("fetched_at") >= pa.scalar(_start(choice.since))
    if choice.until:
        wanted &= pads.field("fetched_at") < pa.scalar(_start(choice.until + dt.timedelta(days=1)))
    return wanted


def _start(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def _rows(
    tables: Tables, site: str, month: str, columns: list[str], wanted: pads.Expression | None
) -> pa.Table:
    """Small columns of a site's month, as it stands now."""
    here = (pads.field("site") == site) & (pads.field("month") == month)
    where = f"site = {quoted(site)} AND month = {quoted(month)}"

    def read(table: DeltaTable) -> pa.Table:
        with reading(PageRecord):
            scanned = tables.scan(PageRecord, where, table=table)
            return scanned.to_table(columns, filter=here if wanted is None else here & wanted)

    return steadily(tables, PageRecord, read)


def steadily(tables: Tables, record: type, read: Callable[[DeltaTable], T]) -> T:
    """What `read` gives of a table as it stands now. Where that fails and the table has changed meanwhile it
    is read anew: a takedown deletes the files of older snapshots at once. Raises StoreError."""
    for tried in range(1, _TRIES + 1):
        table = tables.load(record)
        try:
            return read(table)
        except StoreError:
            if tried == _TRIES or tables.load(record).version() == table.version():
                raise
    raise AssertionError


class _Last:
    """The last revision of each article and the last page of each address of a site."""

    def __init__(self) -> None:
        self._articles = _Ranked("l")
        self._addresses = _Ranked("q")

    def take(self, rows: pa.Table) -> None:
        for batch in rows.to_batches(max_chunksize=_AT_ONCE):
            for row in batch.to_pylist():
                if row["outcome"] in _IN_ARTICLES:
                    self._articles.add(_of_id(row["article_id"]), row["revision"])
                if row["outcome"] != "failed" and (row["reason"] in BY_RULES or row["article_id"]):
                    self._addresses.add(_of_address(row["url"]), _turn(row))

    def seal(self) -> None:
        self._articles.seal()
        self._addresses.seal()

    def has(self, row: dict[str, Any]) -> bool:
        """Is the page of `row` the last one?"""
        if row["outcome"] in _IN_ARTICLES:
            return self._articles.is_last(_of_id(row["article_id"]), row["revision"])
        return self._addresses.is_last(_of_address(row["url"]), _turn(row))


def _of_id(article_id: str) -> int:
    """64 bits of an identifier, which is a hash."""
    return int(article_id[:16], 16)


def _of_address(url: str) -> int:
    key = url_key(url).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(key, digest_size=8).digest())


def _turn(row: dict[str, Any]) -> int:
    """Seconds of the fetch, then the batch: the row of a page that was extracted again has the same fetch."""
    return int(row["fetched_at"].timestamp()) << 31 | int(row["batch"])


class _Ranked:
    """The greatest rank of each subject, in arrays."""

    def __init__(self, kind: str) -> None:
        self._taken = array.array("Q"), array.array(kind)

    def add(self, subject: int, rank: int) -> None:
        self._taken[0].append(subject)
        self._taken[1].append(rank)

    def seal(self) -> None:
        """No more are added from here."""
        subjects, ranks = map(np.asarray, self._taken)
        order = np.lexsort((ranks, subjects))
        subjects, ranks = subjects[order], ranks[order]
        is_last = np.ones(len(subjects), bool)
        is_last[:-1] = subjects[1:] != subjects[:-1]
        self._subjects, self._ranks = subjects[is_last], ranks[is_last]
        del self._taken

    def is_last(self, subject: int, rank: int) -> bool:
        """Has the subject this rank, and none above?"""
        at = int(np.searchsorted(self._subjects, np.uint64(subject)))
        return at < len(self._subjects) and bool(
            self._subjects[at] == np.uint64(subject) and self._ranks[at] == rank
        )
