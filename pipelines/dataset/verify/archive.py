"""Do the pointers lead to the pages that the rows are about, and do these give the texts that are stored?"""

import collections
import dataclasses
import datetime as dt
import itertools
import zlib
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future
from typing import Any, NamedTuple

from ...archive import ArchivedResponse, ArchivedRevisit, read_kept
from ...article import RULES_VERSION, Article, ExtractionHints, Failed, Page, Rejected
from ...errors import StoreError
from ...ledger.rows import Place
from ...store.objects import ObjectStore, Ranges
from ...urls import url_key
from ...warc_member import digest
from ...workers import ExtractionPool
from .faults import Fault, Kind
from .rows import IN_ARTICLES, pointer_of

COLUMNS = [
    "url", "final_url", "fetched_at", "feed_published", "outcome", "article_id", "revision", "rules_version",
    "warc_key", "warc_offset", "warc_length",
]  # fmt: skip
"""Of `pages`."""

IN_FLIGHT_PER_WORKER = 4

_SHARED = "warc/site=_many/"


class Expected(NamedTuple):
    """A page that is being extracted again."""

    where: str
    text_sha256: str
    result: Future[Article | Rejected | Failed]


class BadRecord(Exception):
    """A pointer that does not lead to its page; the message is a fault's detail."""

    def __init__(self, kind: Kind, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind


def read_page(
    row: Mapping[str, Any], segment: bytes | None, objects: Ranges, site: str, hints: ExtractionHints
) -> Page:
    """The page that a row of `pages` points to, as it was when it was extracted first. Where the row's record
    says that it repeats another one, with the body of that.

    `segment` is the whole of its WARC segment, where that is at hand. Raises BadRecord, or StoreError.
    """
    found = _read_record(row, segment, objects)
    response = _whole(found, objects) if isinstance(found, ArchivedRevisit) else found
    page = response.page(site, hints, row["feed_published"])
    return dataclasses.replace(page, fetched_at=row["fetched_at"])


def _read_record(
    row: Mapping[str, Any], segment: bytes | None, objects: Ranges
) -> ArchivedResponse | ArchivedRevisit:
    """The record that a row points to. Raises BadRecord, or StoreError."""
    key, offset, length = pointer_of(row)
    if not key:
        raise BadRecord(Kind.RECORD_BROKEN, "its page was not kept")
    read = objects.get_range(key, offset, length) if segment is None else segment[offset : offset + length]
    found = _answer(read, length)
    asked = row["final_url"] or row["url"]
    moment: dt.datetime = row["fetched_at"]
    # A WARC date has no parts of a second.
    if url_key(found.url) != url_key(asked) or found.fetched_at != moment.replace(microsecond=0):
        detail = f"it holds {found.url} of {found.fetched_at:%Y-%m-%dT%H:%M:%SZ}"
        raise BadRecord(Kind.RECORD_OTHER, detail)
    return found


def _whole(revisit: ArchivedRevisit, objects: Ranges) -> ArchivedResponse:
    """The page that a record repeats, as of the visit. Raises BadRecord, or StoreError."""
    place = revisit.place
    why = "that is another page"
    try:
        original = _answer(objects.get_range(*place), place.length)
        if isinstance(original, ArchivedResponse) and revisit.repeats(original):
            return revisit.whole(original)
    except BadRecord as bad:
        why = str(bad)
    raise BadRecord(Kind.RECORD_BROKEN, f"it repeats {place.key} at {place.offset}: {why}")


def _answer(member: bytes, length: int) -> ArchivedResponse | ArchivedRevisit:
    if len(member) < length:
        raise BadRecord(Kind.RECORD_BROKEN, f"the segment has {len(member)} of its {length} bytes")
    unpack = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        # Reading the record itself does not compare the checksum of the gzip member.
        unpack.decompress(member)
        if not unpack.eof or unpack.unused_data:
            raise BadRecord(Kind.RECORD_BROKEN, "not one whole gzip member")
        return read_kept(member)
    except (zlib.error, ValueError) as error:
        raise BadRecord(Kind.RECORD_BROKEN, str(error)) from error


class ArchiveCheck:
    """The pages of one site and their records."""

    def __init__(
        self,
        objects: ObjectStore,
        site: str,
        hints: ExtractionHints,
        hashes: Mapping[tuple[str, int], str],
        pool: ExtractionPool | None,
        workers: int,
    ) -> None:
        """`hashes` are those of the stored texts; without `pool` no page is extracted."""
        self._objects = objects
        self._site = site
        self._hints = hints
        self._hashes = hashes
        self._pool = pool
        self._most = workers * IN_FLIGHT_PER_WORKER
        self._extracted: collections.deque[Expected] = collections.deque()
        self._known: dict[str, bool] = {}
        self._payloads: dict[Place, str] = {}
        self._revisits: list[tuple[str, ArchivedRevisit]] = []
        self._missing: set[str] = set()
        self.pages = 0
        """Records that were looked at."""
        self.segments: set[str] = set()

    def faults(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[Fault]:
        """Look at the records of rows of `pages`, a segment at a time: rows of one stand together."""
        for key, group in itertools.groupby(rows, lambda row: row["warc_key"] or ""):
            # A page need not be kept: NEWS_ARCHIVE=off.
            if key:
                yield from self._segment(key, group)
        yield from self._differing(0)
        yield from self._repeating()

    def _repeating(self) -> Iterator[Fault]:
        """Do records that repeat a page repeat one that is there? Most were read already, and not again."""
        for where, revisit in self._revisits:
            key = revisit.place.key
            if self._payloads.get(revisit.place) == revisit.payload or key in self._missing:
                continue
            if not self._is_there(key):
                self._missing.add(key)
                detail = f"pages of {self._site} repeat what it held"
                yield Fault(Kind.SEGMENT_MISSING, key, detail, site=self._site)
                continue
            try:
                _whole(revisit, self._objects)
            except (BadRecord, StoreError) as error:
                yield Fault(Kind.RECORD_BROKEN, where, str(error), site=self._site)

    def _segment(self, key: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[Fault]:
        segment = None
        if key.startswith(_SHARED):
            # Of many sites: each reads only its own records.
            there = self._is_there(key)
        else:
            segment = self._objects.get(key)
            there = segment is not None
        self.segments.add(key)
        lost = 0
        for row in rows:
            if not there:
                lost += 1
                continue
            self.pages += 1
            yield from self._record(row, segment)
        if lost:
            self._missing.add(key)
            yield Fault(
                Kind.SEGMENT_MISSING, key, f"{lost} pages of {self._site} point to it", site=self._site
            )

    def _is_there(self, key: str) -> bool:
        if key not in self._known:
            self._known[key] = key in self._objects.list(key)
        return self._known[key]

    def _record(self, row: Mapping[str, Any], segment: bytes | None) -> Iterator[Fault]:
        where = f"{row['warc_key']} at {row['warc_offset']}, {_name(row)}"
        try:
            found = _read_record(row, segment, self._objects)
            if isinstance(found, ArchivedRevisit):
                if row["outcome"] not in IN_ARTICLES:
                    self._revisits.append((where, found))
                    return
                found = _whole(found, self._objects)
            else:
                self._payloads[Place(*pointer_of(row))] = digest(found.body)
        except BadRecord as bad:
            yield Fault(bad.kind, where, str(bad), site=self._site)
            return
        except StoreError as error:
            yield Fault(Kind.RECORD_BROKEN, where, str(error), site=self._site)
            return
        stored = self._hashes.get((row["article_id"], row["revision"]))
        current = row["rules_version"] == RULES_VERSION
        if self._pool and stored and current and row["outcome"] in IN_ARTICLES:
            page = found.page(self._site, self._hints, row["feed_published"])
            page = dataclasses.replace(page, fetched_at=row["fetched_at"])
            self._extracted.append(Expected(where, stored, self._pool.submit(page)))
            yield from self._differing(self._most)

    def _differing(self, to: int) -> Iterator[Fault]:
        """Compare extracted texts until at most `to` are being extracted."""
        while len(self._extracted) > to:
            where, stored, future = self._extracted.popleft()
            result = future.result()
            if isinstance(result, Article) and result.text_sha256 == stored:
                continue
            now = {Article: "another text", Rejected: "none: it is rejected", Failed: "none: it fails"}
            detail = (
                f"extracted again it gives {now[type(result)]}; "
                "if the site's hints were changed since, that is why"
            )
            yield Fault(Kind.TEXT_DIFFERS, where, detail, site=self._site)


def _name(row: Mapping[str, Any]) -> str:
    return f"page {row['url']} of {row['fetched_at']:%Y-%m-%dT%H:%M:%SZ}"
