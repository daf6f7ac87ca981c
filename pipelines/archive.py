"""WARC segments: pages as they were fetched, one gzip member a record, so that each can be read alone.

A segment is the plain concatenation of its records' bytes. Therefore a record can wait in the ledger and
its pointer is known before the segment is written. Behind the record of a page stands that of its request.
"""

import dataclasses
import datetime as dt
import hashlib
import io
import struct
import urllib.parse
import uuid
import zlib
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from .article import ExtractionHints, Page, RightsStatement
from .errors import UsageError
from .ledger.rows import Kept, Place
from .next_record import MOST_BREAKS, next_record
from .rights.kept import from_line, to_line
from .warc_member import digest, header_lines, member, plain_address, warc_date

MAX_RECORD_BYTES = 64 * 2**20
"""A larger record of a foreign WARC is skipped and counted: six times what a body may have."""

PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
"""Begins the profiles of revisit records."""
SAME_PAYLOAD = f"{PROFILE}identical-payload-digest"
"""Profile of an answer whose body is the archived one, byte for byte."""
NOT_MODIFIED = f"{PROFILE}server-not-modified"
"""Profile of an answer that said that the archived one still holds (304)."""

# The body is kept decoded: the headers that spoke of its coding get another name, as Common Crawl does it.
_CODING_HEADERS = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_SITE_RIGHTS = "Steppewire-Site-Rights"
"""Header of a record, not of the answer: what files of the site stated about the page when it was fetched."""
_PLACE = "Steppewire-Refers-To-Place"
"""Header of a revisit record: key, offset and length of the record that it repeats. No index is needed."""
_RECORD_NAMESPACE = uuid.UUID("c4f0c1f2-3c5b-5f43-9d5e-6b1a7b8c9d0e")
_REQUEST = b"WARC/1.1\r\nWARC-Type: request\r\n"


def _record_id(site: str, url: str, moment: dt.datetime) -> str:
    return uuid.uuid5(_RECORD_NAMESPACE, f"{site}\n{url}\n{moment.astimezone(dt.UTC).isoformat()}").urn


def response_record(page: Page, payload: str | None = None) -> bytes:
    """The response record of a page, as one gzip member. The same page gives the same bytes.

    :param payload: `digest` of its body, where it is known
    """
    reason = HTTPStatus(page.status).phrase if page.status in HTTPStatus._value2member_map_ else ""
    named = [
        (f"X-Crawler-{name}" if name.lower() in _CODING_HEADERS else name, value)
        for name, value in page.headers
    ]
    lines = [f"HTTP/1.1 {page.status} {reason}", *header_lines(named), f"Content-Length: {len(page.body)}"]
    fields = [("WARC-Target-URI", plain_address(page.url))]
    if page.site_rights:
        fields.append((_SITE_RIGHTS, to_line(page.site_rights)))
    fields.append(("WARC-Payload-Digest", payload or digest(page.body)))
    fields.append(("Content-Type", "application/http;msgtype=response"))
    identity = _record_id(page.site, page.url, page.fetched_at)
    block = "\r\n".join(lines).encode() + b"\r\n\r\n" + page.body
    return member("response", identity, warc_date(page.fetched_at), fields, block)


def request_record(page: Page) -> bytes | None:
    """The record of the request that a page answered, as one gzip member. None where nobody asked."""
    if page.request is None:
        return None
    url = plain_address(page.url)
    parts = urllib.parse.urlsplit(url)
    headers = [
        (name, value)
        for name, value in page.request.headers
        # It may name a page whose takedown would not find it here.
        if name.lower() not in ("host", "referer")
    ]
    lines = [
        f"{page.request.method} {parts.path or '/'}{parts.query and f'?{parts.query}'} HTTP/1.1",
        f"Host: {parts.netloc}",
        *header_lines(headers),
    ]
    answer = _record_id(page.site, page.url, page.fetched_at)
    fields = [
        ("WARC-Target-URI", url),
        ("WARC-Concurrent-To", f"<{answer}>"),
        ("Content-Type", "application/http;msgtype=request"),
    ]
    identity = uuid.uuid5(_RECORD_NAMESPACE, f"request\n{answer}").urn
    block = "\r\n".join(lines).encode() + b"\r\n\r\n"
    return member("request", identity, warc_date(page.fetched_at), fields, block)


def revisit_record(record: bytes, site: str, kept: Kept, profile: str) -> bytes:
    """What stands for an answer that repeats an archived page: its headers, and where that page is.

    :param record: what `response_record` made of the answer; the new one has its name, so that the record of
        its request leads to it
    :param profile: `SAME_PAYLOAD` or `NOT_MODIFIED`
    """
    head, _, block = zlib.decompress(record, wbits=16 + zlib.MAX_WBITS).partition(b"\r\n\r\n")
    said = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    original = _record_id(site, kept.url, kept.fetched_at)
    fields = [
        ("WARC-Target-URI", said["WARC-Target-URI"]),
        ("WARC-Profile", profile),
        ("WARC-Refers-To", f"<{original}>"),
        ("WARC-Refers-To-Target-URI", plain_address(kept.url)),
        ("WARC-Refers-To-Date", warc_date(kept.fetched_at)),
        ("WARC-Payload-Digest", kept.payload),
        (_PLACE, f"{kept.place.key} {kept.place.offset} {kept.place.length}"),
        *((name, said[name]) for name in (_SITE_RIGHTS, "Content-Type") if name in said),
    ]
    http_head = block.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    return member("revisit", said["WARC-Record-ID"].strip("<>"), said["WARC-Date"], fields, http_head)


def request_length(segment: bytes, at: int) -> int:
    """Length of the gzip member at `at`, where it is the record of a request; else 0."""
    unpack = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    record, end = b"", at
    try:
        while end < len(segment) and not unpack.eof:
            piece = segment[end : end + 4096]
            record += unpack.decompress(piece)
            end += len(piece)
            if not record.startswith(_REQUEST[: len(record)]):
                return 0
    except zlib.error:
        return 0
    return end - len(unpack.unused_data) - at if unpack.eof and record.startswith(_REQUEST) else 0


def wiped_record(length: int) -> bytes:
    """What stands where a record of `length` bytes was taken down: a gzip member as long, without its page.

    So the pointers to all other records of the segment hold. It is filled up with a gzip comment.

    Raises ValueError below 170 bytes; the shortest response record has more.
    """
    content = b"removed on request"
    head = (
        "WARC/1.1\r\nWARC-Type: metadata\r\n"
        f"WARC-Record-ID: <urn:uuid:{uuid.UUID(int=0)}>\r\nWARC-Date: 1970-01-01T00:00:00Z\r\n"
        f"Content-Type: text/plain\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    record = head.encode() + content + b"\r\n\r\n"
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = deflate.compress(record) + deflate.flush()
    start = b"\x1f\x8b\x08\x10" + bytes(4) + b"\x02\xff"  # a gzip header that has a comment
    end = b"\0" + packed + struct.pack("<II", zlib.crc32(record), len(record))
    if length < len(start) + len(end):
        raise ValueError(f"a record of {length} bytes is too short to be wiped in its place")
    return start + b" " * (length - len(start) - len(end)) + end


def warcinfo_record(batch_id: str, moment: dt.datetime, user_agent: str) -> bytes:
    """The record that opens the segment of a batch."""
    fields = [("WARC-Filename", f"{batch_id}.warc.gz"), ("Content-Type", "application/warc-fields")]
    told = ("software: steppewire", "format: WARC File Format 1.1", f"http-header-user-agent: {user_agent}")
    block = "".join(f"{line}\r\n" for line in told).encode()
    return member("warcinfo", uuid.UUID(batch_id).urn, warc_date(moment), fields, block)


@dataclasses.dataclass(frozen=True, slots=True)
class ArchivedResponse:
    """A response record of a WARC file."""

    number: int
    """Number of the record among all records of the file, from 0."""
    offset: int
    """Offset of the record, or of the gzip member that holds it, bytes."""
    url: str
    """WARC-Target-URI."""
    fetched_at: dt.datetime
    """WARC-Date, UTC."""
    status: int
    """HTTP status."""
    headers: tuple[tuple[str, str], ...]
    """HTTP headers, names in lower case."""
    body: bytes
    """The body, decoded from transfer and content encoding."""
    site_rights: tuple[RightsStatement, ...] = ()
    """What files of the site stated about the page when we fetched it."""

    def page(self, site: str, hints: ExtractionHints, feed_published: dt.datetime | None = None) -> Page:
        """The page that this record keeps."""
        content_type, encoding = split_content_type(dict(self.headers).get("content-type", ""))
        return Page(
            url=self.url,
            site=site,
            body=self.body,
            encoding=encoding,
            content_type=content_type,
            headers=self.headers,
            status=self.status,
            fetched_at=self.fetched_at,
            feed_published=feed_published,
            hints=hints,
            site_rights=self.site_rights,
        )


@dataclasses.dataclass(frozen=True, slots=True)
class ArchivedRevisit:
    """A revisit record of ours: an answer that repeats an archived page."""

    url: str
    """WARC-Target-URI."""
    fetched_at: dt.datetime
    """WARC-Date, UTC."""
    profile: str
    """WARC-Profile."""
    payload: str
    """Digest of the body that it repeats."""
    place: Place
    """Where the record is that it repeats."""
    status: int
    """HTTP status of this answer."""
    headers: tuple[tuple[str, str], ...]
    """HTTP headers of this answer, names in lower case."""
    site_rights: tuple[RightsStatement, ...] = ()
    """What files of the site stated about the page at this visit."""

    def repeats(self, original: ArchivedResponse) -> bool:
        """Is `original` what it repeats?"""
        return digest(original.body) == self.payload and original.url == self.url

    def whole(self, original: ArchivedResponse) -> ArchivedResponse:
        """The answer with the body that it repeats.

        Where the site only said that nothing changed, it is the original at another time: an answer of 304
        has no headers of a page.
        """
        if self.profile == NOT_MODIFIED:
            return dataclasses.replace(original, fetched_at=self.fetched_at)
        return dataclasses.replace(
            original,
            fetched_at=self.fetched_at,
            status=self.status,
            headers=self.headers,
            site_rights=self.site_rights,
        )


@dataclasses.dataclass(frozen=True, slots=True)
class UnreadableRecord:
    """A response record that could not be read, and why."""

    number: int
    """Number of the record among all records of the file, from 0."""
    reason: str
    """One line."""


def split_content_type(value: str) -> tuple[str | None, str | None]:
    """Media type and charset of a Content-Type header, either None where it says nothing."""
    media, *parameters = value.split(";")
    charset = None
    for parameter in parameters:
        name, _, text = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = text.strip().strip("\"'") or None
    return media.strip().lower() or None, charset


def read_member(packed: bytes) -> ArchivedResponse:
    """The response of one gzip member, as `response_record` made it.

    Raises ValueError when the member is torn or holds no response.
    """
    found = read_kept(packed)
    if isinstance(found, ArchivedResponse):
        return found
    raise ValueError("no response record")


def read_kept(packed: bytes) -> ArchivedResponse | ArchivedRevisit:
    """The answer of one gzip member, as `response_record` or `revisit_record` made it.

    Raises ValueError when the member is torn or holds neither.
    """
    try:
        for item in _read(io.BytesIO(packed)):
            if isinstance(item, ArchivedResponse):
                return item
            raise ValueError(item.reason)
        for record in ArchiveIterator(io.BytesIO(packed), parse_http=False):
            if record.record_type == WarcRecordType.revisit:
                return _revisit(record)
    except (OSError, _BrokenRecordError) as error:
        raise ValueError(f"broken record: {error}") from error
    raise ValueError("no response record")


def _revisit(record: WarcRecord) -> ArchivedRevisit:
    record.parse_http()
    said, answer = record.headers, record.http_headers
    place = (said.get(_PLACE) or "").split(" ")
    status, moment = answer.status_code if answer else None, record.record_date
    if len(place) != 3 or not (place[1] + place[2]).isdecimal() or status is None or moment is None:
        raise ValueError("a revisit record that does not say what it repeats")
    return ArchivedRevisit(
        url=(said.get("WARC-Target-URI") or "").strip("<>"),
        fetched_at=moment.astimezone(dt.UTC),
        profile=said.get("WARC-Profile") or "",
        payload=said.get("WARC-Payload-Digest") or "",
        place=Place(place[0], int(place[1]), int(place[2])),
        status=status,
        headers=tuple((name.lower(), value) for name, value in answer.to_tuples()),
        site_rights=from_line(said.get(_SITE_RIGHTS) or ""),
    )


def read_warc(path: Path) -> Iterator[ArchivedResponse | UnreadableRecord]:
    """The HTTP responses of a WARC file, plain or gzipped, in order.

    Other records (requests, metadata, revisits) are passed over. A record that cannot be read is given as
    `UnreadableRecord`. Behind one that is broken it goes on at the next gzip member that holds a record; a
    plain file has none.

    Raises UsageError when the file cannot be opened or is no WARC.
    """
    try:
        with path.open("rb") as file:
            if not file.read(1):
                raise UsageError(f"{path}: the file is empty, not a WARC")
            yield from _read_file(file, path)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error


def _read_file(file: io.BufferedIOBase, path: Path) -> Iterator[ArchivedResponse | UnreadableRecord]:
    number = begin = breaks = 0
    while breaks < MOST_BREAKS:
        file.seek(begin)
        try:
            yield from _read(file, number, begin)
        except _BrokenRecordError as error:
            broken = error
        else:
            return
        file.seek(broken.offset + 1)
        behind = next_record(file.read, broken.offset + 1)
        if behind is None and broken.number == 0:
            raise UsageError(f"{path}: not a WARC file ({broken})") from broken
        # Where no record was read, it is the one that was told before, whose beginning is whole.
        if broken.number > number or not breaks:
            rest = "" if behind is not None else "; nothing behind it can be read"
            yield UnreadableRecord(broken.number, f"broken record: {broken}{rest}")
            number, breaks = broken.number + 1, breaks + 1
        if behind is None:
            return
        begin = behind
    yield UnreadableRecord(number, "the rest of the file is not read: it is broken in too many places")


class _BrokenRecordError(Exception):
    """A record cannot be read, and nothing behind it."""

    def __init__(self, message: str, number: int, offset: int) -> None:
        super().__init__(message)
        self.number = number
        self.offset = offset
        """Where the record before it begins; its own where it is the first."""


def _read(
    file: io.BufferedIOBase, number: int = 0, offset: int = 0
) -> Iterator[ArchivedResponse | UnreadableRecord]:
    """The responses of a file from the record `number` at `offset` on. Raises _BrokenRecordError."""
    records = iter(ArchiveIterator(file, parse_http=False))
    while True:
        try:
            record = next(records)
        except StopIteration:
            return
        except OSError as error:
            raise _BrokenRecordError(str(error), number, offset) from error
        offset = record.stream_pos
        if record.record_type == WarcRecordType.response and record.is_http:
            yield _response(record, number)
        number += 1


def _response(record: WarcRecord, number: int) -> ArchivedResponse | UnreadableRecord:
    declared = int(record.headers.get("Content-Length") or 0)
    if declared > MAX_RECORD_BYTES:
        return UnreadableRecord(number, f"larger than {MAX_RECORD_BYTES} bytes")
    offset = record.stream_pos
    try:
        record.freeze()
        # After freezing, the length is that of what was really there.
        if record.content_length != declared:
            return UnreadableRecord(number, f"torn: {record.content_length} of {declared} bytes")
        record.parse_http(auto_decode="all")
        body = record.reader.read(MAX_RECORD_BYTES + 1)
    except (OSError, ValueError) as error:
        return UnreadableRecord(number, f"broken HTTP response: {error}")
    if len(body) > MAX_RECORD_BYTES:
        return UnreadableRecord(number, f"decodes to more than {MAX_RECORD_BYTES} bytes")
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    status, moment = record.http_headers.status_code, record.record_date
    if not url or status is None or moment is None:
        return UnreadableRecord(number, "no address, status or date")
    return ArchivedResponse(
        number=number,
        offset=offset,
        url=url,
        fetched_at=moment.astimezone(dt.UTC),
        status=status,
        headers=tuple((name.lower(), value) for name, value in record.http_headers.to_tuples()),
        body=body,
        site_rights=from_line(record.headers.get(_SITE_RIGHTS) or ""),
    )


def file_digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal. Raises UsageError when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error


def segment_key(sites: set[str], batch_id: str, moment: dt.datetime) -> str:
    """Key of a batch's segment: below its site, or below `_many` when it holds several."""
    site = next(iter(sites)) if len(sites) == 1 else "_many"
    return f"warc/site={site}/{moment:%Y-%m}/{batch_id}.warc.gz"
