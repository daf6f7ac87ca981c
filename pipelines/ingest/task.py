"""One archive: read, chosen from, extracted, and handed on in small parcels, wherever an engine has it run.

What it gives depends on its argument alone: an engine may run it again elsewhere, and pass over the parcels
that it has. Into the store it brings nothing; who takes its parcels does.
"""

import collections
import contextlib
import dataclasses
from collections.abc import Iterator, Mapping
from concurrent.futures import Future

from ..article import Article, Failed, Rejected
from ..errors import SourceRefused, SteppewireError
from ..next_record import MOST_BREAKS, next_record
from ..owners import Owners
from ..visit import Visit
from ..warc_member import digest
from ..workers import ExtractionPool, shared_pool
from .choice import Drop
from .items import AlreadyIn, Item, Owned, Unreadable, news_items, own_items
from .members import BrokenArchiveError
from .sources import open_stream
from .streams import Stream

IN_FLIGHT_PAGES = 200
"""Pages that are read ahead of the one that is taken: with four a worker, workers waited while a batch was
closed. What was made of each is some kilobytes, and waits here."""
IN_FLIGHT_BYTES = 2**24
"""Their bodies together, which wait for a worker: 90 of the gold pages, which have 190 kB."""

PARCEL_RECORDS = 1000
"""Records without a page after which a parcel says how far the archive was read: they are read in 30 ms."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An archive that is to be read, and what is done of it already."""

    address: str
    """Where it is: `sources.open_stream`."""
    origin: str
    """What it is known by: SHA-256 of a file of one's own, the name of an archive of Common Crawl's."""
    is_news: bool
    """Is it one of Common Crawl's? Then it is a stream, and the pages of the catalogue are taken; else a file
    of one's own, whose pages are all taken."""
    begin: tuple[int, int] | None = None
    """Number and offset of the last record up to which, itself included, all is done; None from the start."""
    size: int | None = None
    """Length of the archive as it was read up to there, bytes. Another length: it is read from the start."""
    known: frozenset[int]
    """Records that need nothing more: their offsets in one of Common Crawl's, else their numbers."""
    failed: Mapping[int, tuple[int, int]]
    """Records that failed and are tried again, by the same: number, and how often."""
    owners: Owners
    run_id: str
    user_agent: str
    workers: int
    """Processes that extract."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class TakenPage:
    """A page of an archive, and what extraction made of it."""

    site: str
    visit: Visit
    record: bytes
    """Its own WARC record, as the store keeps it."""
    result: Article | Rejected | Failed


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """Some records in a row; all before them are in earlier parcels."""

    address: str
    """The archive."""
    origin: str
    reached: tuple[int, int] | None = None
    """Number and offset of the last of them; None for a page that was tried again."""
    size: int | None = None
    """Length of the archive, bytes; None where nobody says it."""
    records: int = 0
    """Responses."""
    already_in: int = 0
    dropped: Mapping[Drop, int] = dataclasses.field(default_factory=dict)
    unreadable: tuple[tuple[int, str], ...] = ()
    """Number and reason of records that could not be read."""
    page: TakenPage | None = None
    is_last: bool = False
    broken: str | None = None
    """What of the archive could not be read behind these records, and where it goes on."""


def read_archive(task: Task) -> Iterator[Parcel]:
    """What an archive brings, in the order of its records.

    Raises UsageError for a file of one's own that is no WARC and SourceError for a source that cannot be
    reached any more, both after all that came before; SteppewireError when no worker can be started. What is
    torn, gone or not to be had is told by parcels instead.
    """
    pool = shared_pool(task.workers)
    pool.warm_up()
    reading = _Reading(task, pool)
    error: Exception | None = None
    broken: str | None = None
    try:
        try:
            yield from reading.run()
        except SourceRefused as found:
            broken = str(found).removeprefix(f"{task.address}: ")
        except SteppewireError as found:
            error = found
        yield from reading.rest()
        if error is not None:
            raise error
        yield dataclasses.replace(reading.parcel(), is_last=True, broken=broken)
    finally:
        # Where nobody takes what waits, the pool need not extract it before it ends.
        reading.cancel()


@dataclasses.dataclass(frozen=True, slots=True)
class _Waiting:
    """A parcel whose page is being extracted."""

    parcel: Parcel
    site: str
    visit: Visit
    size: int
    """Of its body, bytes."""
    outcome: "Future[tuple[Article | Rejected | Failed, bytes]]"

    def finished(self) -> Parcel:
        """The parcel with its page, when that is extracted."""
        result, record = self.outcome.result()
        taken = TakenPage(site=self.site, visit=self.visit, record=record, result=result)
        return dataclasses.replace(self.parcel, page=taken)


class _Reading:
    """An archive that is being read. Pages are extracted side by side and given in their order."""

    def __init__(self, task: Task, pool: ExtractionPool) -> None:
        self._task = task
        self._pool = pool
        self._waiting: collections.deque[_Waiting | Parcel] = collections.deque()
        self._bytes = 0
        """Bodies of the pages that wait."""
        self._size: int | None = None
        self._begin()

    def _begin(self) -> None:
        """Begin a parcel."""
        self._reached: tuple[int, int] | None = None
        self._records = self._already_in = 0
        self._dropped: collections.Counter[Drop] = collections.Counter()
        self._unreadable: list[tuple[int, str]] = []
        self._broken: str | None = None

    def parcel(self) -> Parcel:
        """End a parcel."""
        parcel = Parcel(
            address=self._task.address,
            origin=self._task.origin,
            reached=self._reached,
            size=self._size,
            records=self._records,
            already_in=self._already_in,
            dropped=dict(self._dropped),
            unreadable=tuple(self._unreadable),
            broken=self._broken,
        )
        self._begin()
        return parcel

    def run(self) -> Iterator[Parcel]:
        """Read the archive."""
        task = self._task
        if not task.is_news:
            for item in own_items(task.address, task.owners, task.known):
                yield from self._take(item)
            return
        stream, begin = self._opened()
        self._size = stream.size
        with contextlib.closing(stream):
            if begin is not None:
                for offset, (number, _) in sorted(task.failed.items()):
                    if offset <= begin[1]:
                        yield from self._again(number, offset)
            for item in self._news(stream, *(begin or (0, 0))):
                if begin is None or item.offset > begin[1]:
                    yield from self._take(item)

    def _news(self, stream: Stream, number: int, offset: int) -> Iterator[Item]:
        """The responses from a record on. What is broken is told and passed over."""
        task = self._task
        for left in reversed(range(MOST_BREAKS + 1)):
            with contextlib.closing(stream):
                try:
                    yield from news_items(stream, task.owners, task.known, number=number, offset=offset)
                except BrokenArchiveError as error:
                    broken = error
                else:
                    return
            behind = self._behind(broken) if left else None
            self._tell(broken, behind)
            if behind is None:
                return
            number, offset = broken.number + 1, behind
            stream = open_stream(task.address, offset, task.user_agent)

    def _behind(self, broken: BrokenArchiveError) -> int | None:
        """Where the next record begins behind one that is broken."""
        begin = broken.offset + 1
        if self._size is not None and begin >= self._size:
            return None
        with contextlib.closing(open_stream(self._task.address, begin, self._task.user_agent)) as stream:
            return next_record(stream.read, begin)

    def _tell(self, broken: BrokenArchiveError, behind: int | None) -> None:
        self._broken = str(broken) if behind is None else f"{broken}, it goes on at byte {behind}"
        self._waiting.append(self.parcel())

    def _opened(self) -> tuple[Stream, tuple[int, int] | None]:
        """The archive from where it was read to, and that place; from its start when it is another since."""
        task = self._task
        if task.begin is not None:
            try:
                stream = open_stream(task.address, task.begin[1], task.user_agent)
            except SourceRefused:
                # Shorter than that, or gone altogether: then the next opening says so.
                pass
            else:
                if stream.size == task.size:
                    return stream, task.begin
                stream.close()
        return open_stream(task.address, 0, task.user_agent), None

    def _again(self, number: int, offset: int) -> Iterator[Parcel]:
        """Take a single record that failed."""
        task = self._task
        with contextlib.closing(open_stream(task.address, offset, task.user_agent)) as stream:
            try:
                item = next(news_items(stream, task.owners, (), number=number, offset=offset), None)
            except BrokenArchiveError as error:
                self._tell(error, None)
            else:
                if item is not None and item.offset == offset:
                    yield from self._take(item, again=True)

    def _take(self, item: Item, *, again: bool = False) -> Iterator[Parcel]:
        self._reached = None if again else (item.number, item.offset)
        self._records += 1
        if isinstance(item.found, Owned):
            self._submit(item.found)
        elif isinstance(item.found, Unreadable):
            self._unreadable.append((item.number, item.found.reason))
        elif isinstance(item.found, AlreadyIn):
            self._already_in += 1
        else:
            self._dropped[item.found] += 1
        if self._records >= PARCEL_RECORDS or self._unreadable:
            self._waiting.append(self.parcel())
        yield from self._ready(IN_FLIGHT_PAGES, IN_FLIGHT_BYTES)

    def _submit(self, found: Owned) -> None:
        response, task = found.response, self._task
        page = response.page(found.site, found.hints)
        _, tries = task.failed.get(response.offset if task.is_news else response.number, (0, 0))
        payload = digest(response.body)
        visit = Visit(
            url=response.url,
            source="warc",
            attempts=tries + 1,
            status=response.status,
            content_type=page.content_type,
            body_bytes=len(response.body),
            fetched_at=response.fetched_at,
            run_id=task.run_id,
            origin=task.origin,
            origin_record=response.number,
            origin_offset=response.offset,
            payload=payload,
        )
        outcome = self._pool.submit_packed(page, payload)
        self._waiting.append(_Waiting(self.parcel(), found.site, visit, len(page.body), outcome))
        self._bytes += len(page.body)

    def _ready(self, pages: int, size: int) -> Iterator[Parcel]:
        """Parcels in their order, until no more wait than so many, and bytes, and the first has a page."""
        while self._waiting and (
            len(self._waiting) > pages or self._bytes > size or isinstance(self._waiting[0], Parcel)
        ):
            first = self._waiting.popleft()
            if isinstance(first, Parcel):
                yield first
            else:
                self._bytes -= first.size
                yield first.finished()

    def rest(self) -> Iterator[Parcel]:
        """The parcels that wait."""
        yield from self._ready(0, 0)

    def cancel(self) -> None:
        """Extract no more of the pages that wait."""
        for waiting in self._waiting:
            if isinstance(waiting, _Waiting):
                waiting.outcome.cancel()
