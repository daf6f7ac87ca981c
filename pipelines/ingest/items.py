"""The responses of an archive, one after another, with whose they are and where they stand.

Of one's own archive each response is a page; of Common Crawl's, those of the catalogue. An archive that
breaks off gives what comes before.
"""

import collections
import dataclasses
from collections.abc import Collection, Iterator
from pathlib import Path

from ..archive import MAX_RECORD_BYTES, ArchivedResponse, read_member, read_warc
from ..article import ExtractionHints
from ..errors import SourceRefused
from ..owners import Owners, owner_of
from ..urls import normal_url
from .choice import Drop, by_http_header, by_warc_header
from .members import Record, TooLargeError, records
from .streams import Stream


@dataclasses.dataclass(frozen=True, slots=True)
class Owned:
    """A response that is a page of a site."""

    site: str
    hints: ExtractionHints
    response: ArchivedResponse
    """Its address as it is fetched."""


@dataclasses.dataclass(frozen=True, slots=True)
class Unreadable:
    """A response that could not be read, and why, in one line."""

    reason: str


@dataclasses.dataclass(frozen=True, slots=True)
class AlreadyIn:
    """A response that needs nothing more."""


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """A response, or where an archive that has many other records has got to."""

    number: int
    """Number of the record among all records of the archive, from 0."""
    offset: int
    """Where it begins in the archive, or the gzip member that holds it, bytes."""
    found: Owned | Unreadable | AlreadyIn | Drop


def own_items(path: str, owners: Owners, known: Collection[int]) -> Iterator[Item]:
    """The responses of a file of one's own. Raises UsageError when it cannot be opened or is no WARC.

    :param known: numbers of records that need nothing more
    """
    offset = 0
    for response in read_warc(Path(path)):
        if not isinstance(response, ArchivedResponse):
            yield Item(response.number, offset, Unreadable(response.reason))
            continue
        offset = response.offset
        yield Item(response.number, offset, _own(response, owners, known))


def _own(
    response: ArchivedResponse, owners: Owners, known: Collection[int]
) -> Owned | Unreadable | AlreadyIn:
    if response.number in known:
        return AlreadyIn()
    url = normal_url(response.url)
    if url is None:
        return Unreadable("no http address")
    site, hints = owner_of(url, owners)
    return Owned(site, hints, dataclasses.replace(response, url=url))


def news_items(
    stream: Stream, owners: Owners, known: Collection[int], *, number: int = 0, offset: int = 0
) -> Iterator[Item]:
    """The responses of an archive of Common Crawl's, from the record `number` at `offset` on.

    :param known: offsets of records that need nothing more. By these and not by their numbers, which are
        others where records are missing before them.

    Raises BrokenArchiveError where it breaks off, SourceRefused when `known` is of another archive, and
    SourceError.
    """
    to_come = collections.deque(sorted(at for at in known if at >= offset))
    for record in records(stream, offset, number):
        if to_come and to_come[0] < record.offset:
            raise SourceRefused("another archive of this name was taken in; give it another name")
        is_known = bool(to_come) and to_come[0] == record.offset
        if is_known:
            to_come.popleft()
        if record.headers.get("warc-type", "").lower() == "response":
            yield Item(record.number, record.offset, AlreadyIn() if is_known else _news(record, owners))


def _news(record: Record, owners: Owners) -> Owned | Unreadable | Drop:
    chosen = by_warc_header(record.headers, owners)
    if isinstance(chosen, str):
        return chosen
    url, site, hints = chosen
    try:
        whole = record.read(MAX_RECORD_BYTES)
        if drop := by_http_header(whole):
            return drop
        response = read_member(whole)
    except (TooLargeError, ValueError) as error:
        return Unreadable(str(error))
    found = dataclasses.replace(response, number=record.number, offset=record.offset, url=url)
    return Owned(site, hints, found)
