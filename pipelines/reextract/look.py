"""The task: the pages of a parcel, through the rules of today. It reads the store and writes nothing."""

import collections
import contextlib
import dataclasses
import datetime as dt
import functools
from collections.abc import Iterator, Sequence
from concurrent.futures import Future

import pyarrow.dataset as pads
from deltalake import DeltaTable

from ..article import Article, ExtractionHints, Failed, Page, PageRecord, Rejected
from ..clean.template import Template, with_template
from ..dataset.kept import kept_page
from ..errors import StoreError, UsageError
from ..store import templates
from ..store.objects import ObjectStore, Ranges
from ..store.opening import ReadableStore, open_for_reading
from ..store.schema import from_row
from ..store.tables import quoted, reading
from ..workers import shared_pool
from .change import Change
from .chosen import steadily
from .parcels import Parcel
from .renewed import renewed

READ_BYTES = 4 * 2**20
"""Of a segment that are asked for at once: some 150 pages, a tenth of a second away."""
GAP_BYTES = 256 * 2**10
"""Records between two wanted ones that are read along: a request costs as long as some hundred kilobytes."""

IN_FLIGHT = 4
"""Pages of a parcel that wait for a worker: enough that none idles, few enough that memory stays flat."""


@dataclasses.dataclass(frozen=True, slots=True)
class Looked:
    """What came of one stored page."""

    row: PageRecord
    """Its row of `pages`."""
    change: Change | None
    """What the rules of today make of it; None where the page could not be read, or is not there any more."""
    unreadable: str | None = None
    """Why it could not be read, in one line."""


def look(parcel: Parcel) -> list[Looked]:
    """Extract the pages of a parcel again, in its order. Raises StoreError when the store fails.

    What was taken down since the parcel was made is left out.
    """
    store = _open(parcel.store_url)
    stored = _stored(store, parcel.rows)
    template_of = _Templates(store.objects)
    pool = shared_pool()
    found: list[Looked] = []
    waiting: collections.deque[Looked | _Waiting] = collections.deque()
    for row, objects in _read_ahead(store.objects, parcel.rows):
        before = None
        if row.outcome in ("stored", "revised"):
            before = stored.get((row.article_id or "", row.revision or 0))
            if before is None:
                continue
        try:
            template = template_of(row.site, before)
            page = _page(objects, row, before, parcel.hints.get(row.site, ExtractionHints()))
        except UsageError as error:
            waiting.append(Looked(row, None, str(error)))
            continue
        waiting.append(_Waiting(row, before, template, pool.submit(page)))
        # One is compared while others are extracted.
        if len(waiting) > IN_FLIGHT:
            found.append(_looked(waiting.popleft()))
    return [*found, *map(_looked, waiting)]


@dataclasses.dataclass(frozen=True, slots=True)
class _Waiting:
    """A page that is being extracted."""

    row: PageRecord
    before: Article | None
    template: Template | None
    future: Future[Article | Rejected | Failed]


def _looked(one: Looked | _Waiting) -> Looked:
    """What came of a page, when it is extracted."""
    if isinstance(one, Looked):
        return one
    row, now = one.row, one.future.result()
    if isinstance(now, Article):
        if one.before is not None:
            now = renewed(one.before, now, one.template)
        elif one.template is not None:
            now = with_template(now, one.template)
    return Looked(row, Change(row.site, row.final_url or row.url, one.before, now))


@functools.lru_cache(maxsize=4)
def _open(url: str) -> ReadableStore:
    """A store, once for all tasks of a process."""
    return open_for_reading(url)


def _stored(store: ReadableStore, rows: Sequence[PageRecord]) -> dict[tuple[str, int], Article]:
    """The articles that rows of `pages` brought, by id and revision."""
    named = {(row.article_id, row.revision): row for row in rows if row.outcome in ("stored", "revised")}
    if not named:
        return {}
    sites = sorted({row.site for row in named.values()})
    batches = sorted({row.batch for row in named.values() if row.batch})
    where = f"site IN ({', '.join(map(quoted, sites))}) AND batch >= {batches[0]} AND batch <= {batches[-1]}"
    wanted = (
        pads.field("site").isin(sites)
        & pads.field("batch").isin(batches)
        & pads.field("id").isin([article_id for article_id, _ in named])
    )

    def read(table: DeltaTable) -> dict[tuple[str, int], Article]:
        found = {}
        with reading(Article):
            # Never a whole file of texts at once: after a compaction it holds a site's month.
            for batch in store.tables.scan(Article, where, table=table).to_batches(
                filter=wanted, batch_size=1000, batch_readahead=2, fragment_readahead=1
            ):
                for values in batch.to_pylist():
                    if (values["id"], values["revision"]) in named:
                        article: Article = from_row(Article, values)
                        found[article.id, article.revision] = article
        return found

    return steadily(store.tables, Article, read)


class _Templates:
    """Templates of sites, each read once."""

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects
        self._found: dict[tuple[str, int], Template | None] = {}
        self._last: dict[str, int] = {}

    def __call__(self, site: str, before: Article | None) -> Template | None:
        """The template that `before` was made with, or the site's last one; None where there is none.

        Raises UsageError where the one of `before` is lost: a comparison would blame the rules for it.
        """
        number = self._number(site) if before is None else before.template_version
        if not number:
            return None
        if (site, number) not in self._found:
            self._found[site, number] = templates.get(self._objects, site, number)
        template = self._found[site, number]
        if template is None and before is not None:
            raise UsageError(f"{before.url}: template {number} of {site} cannot be read")
        return template

    def _number(self, site: str) -> int:
        if site not in self._last:
            self._last[site] = max(templates.numbers(self._objects, site), default=0)
        return self._last[site]


def feed_moment(row: PageRecord, before: Article | None) -> dt.datetime | None:
    """The moment that a feed gave for a page. A row that was filled in from its article has forgotten it, and
    the article may rest on it."""
    if row.feed_published is None and before is not None and before.published_source == "feed":
        return before.published_at
    return row.feed_published


def _page(objects: Ranges, row: PageRecord, before: Article | None, hints: ExtractionHints) -> Page:
    """The page of a row. Raises UsageError where it cannot be read, StoreError where the store fails."""
    page = kept_page(objects, row, hints)
    return dataclasses.replace(page, feed_published=feed_moment(row, before))


class _Ahead:
    """A part of an object that was read; other parts are read from the store."""

    def __init__(self, objects: ObjectStore, key: str, start: int, data: bytes) -> None:
        self._objects = objects
        self._place = (key, start)
        self._data = data

    def get_range(self, key: str, offset: int, length: int) -> bytes:
        """See `Ranges`. An object that is there and gives no such part raises UsageError: it is damaged."""
        known, start = self._place
        if key == known and start <= offset and offset + length <= start + len(self._data):
            return self._data[offset - start : offset - start + length]
        try:
            return self._objects.get_range(key, offset, length)
        except StoreError as error:
            # Raises as well where it is the store that fails.
            is_there = self._objects.age(key) is not None
            raise UsageError(str(error) if is_there else f"{key} is not there") from error


def _read_ahead(objects: ObjectStore, rows: Sequence[PageRecord]) -> Iterator[tuple[PageRecord, _Ahead]]:
    """Rows of one segment, each with what its record is read from."""
    for some in _stretches(rows):
        key, start = some[0].warc_key or "", some[0].warc_offset or 0
        data = b""
        if len(some) > 1:
            # What is shorter or missing is told of each page, when it is read alone.
            with contextlib.suppress(StoreError):
                data = objects.get_range(key, start, _end(some[-1]) - start)
        for row in some:
            yield row, _Ahead(objects, key, start, data)


def _stretches(rows: Sequence[PageRecord]) -> Iterator[list[PageRecord]]:
    """Rows whose records stand so near to each other that one request reads them."""
    some: list[PageRecord] = []
    for row in rows:
        if some and (
            (row.warc_offset or 0) - _end(some[-1]) > GAP_BYTES
            or _end(row) - (some[0].warc_offset or 0) > READ_BYTES
        ):
            yield some
            some = []
        some.append(row)
    if some:
        yield some


def _end(row: PageRecord) -> int:
    return (row.warc_offset or 0) + (row.warc_length or 0)
