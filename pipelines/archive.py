"""WARC segments: pages as they were fetched, one gzip member a record, so that each can be read alone.

A segment is the plain concatenation of its records' bytes. Therefore a record can wait in the ledger and
its pointer is known before the segment is written.
"""

import dataclasses
import datetime as dt
import hashlib
import io
import struct
import uuid
import zlib
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

from fastwarc.stream_io import GzipWriter
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from .article import ExtractionHints, Page, RightsStatement
from .errors import UsageError
from .rights.kept import from_line, to_line

MAX_RECORD_BYTES = 64 * 2**20
"""A larger record of a foreign WARC is skipped and counted: six times what a body may have."""

# Never kept: they belong to a visitor.
_SECRET_HEADERS = frozenset({"set-cookie", "set-cookie2", "authorization", "proxy-authorization"})
# The body is kept decoded: the headers that spoke of its coding get another name, as Common Crawl does it.
_CODING_HEADERS = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_BREAKS = str.maketrans({"\r": " ", "\n": " ", "\0": " "})
_SITE_RIGHTS = "Steppewire-Site-Rights"
"""Header of a record, not of the answer: what files of the site stated about the page when it was fetched."""
_RECORD_NAMESPACE = uuid.UUID("c4f0c1f2-3c5b-5f43-9d5e-6b1a7b8c9d0e")


GZIP_LEVEL = 6
"""Of 150 real pages of 190 kB, level 9 made records that are 0.6 % smaller and took 1.6 times as long, 4.2
instead of 2.6 ms a page: a tenth of what all else takes."""


def _member(record: WarcRecord) -> bytes:
    """A WARC record as one gzip member."""
    buffer = io.BytesIO()
    writer = GzipWriter(buffer, compression_level=GZIP_LEVEL)
    record.write(writer, checksum_data=True)
    writer.finish()
    return buffer.getvalue()


def response_record(page: Page) -> bytes:
    """The response record of a page, as one gzip member. The same page gives the same bytes."""
    reason = HTTPStatus(page.status).phrase if page.status in HTTPStatus._value2member_map_ else ""
    lines = [f"HTTP/1.1 {page.status} {reason}"]
    for name, value in page.headers:
        if name in _SECRET_HEADERS:
            continue
        kept = f"X-Crawler-{name}" if name in _CODING_HEADERS else name
        lines.append(f"{kept.translate(_BREAKS)}: {value.translate(_BREAKS)}")
    lines.append(f"Content-Length: {len(page.body)}")
    head = "\r\n".join(lines).encode() + b"\r\n\r\n"
    moment = page.fetched_at.astimezone(dt.UTC)
    identity = uuid.uuid5(_RECORD_NAMESPACE, f"{page.site}\n{page.url}\n{moment.isoformat()}")
    record = WarcRecord()
    record.init_headers(WarcRecordType.response, record_urn=f"uuid:{identity}".encode())
    record.headers["WARC-Target-URI"] = page.url
    record.headers["WARC-Date"] = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    record.headers["Content-Type"] = "application/http;msgtype=response"
    if page.site_rights:
        record.headers[_SITE_RIGHTS] = to_line(page.site_rights)
    record.set_bytes_content(head + page.body)
    record.parse_http()
    return _member(record)


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
    record = WarcRecord()
    record.init_headers(WarcRecordType.warcinfo, record_urn=f"uuid:{uuid.UUID(batch_id)}".encode())
    record.headers["WARC-Date"] = moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    record.headers["WARC-Filename"] = f"{batch_id}.warc.gz"
    record.headers["Content-Type"] = "application/warc-fields"
    fields = ("software: steppewire", "format: WARC File Format 1.1", f"http-header-user-agent: {user_agent}")
    record.set_bytes_content("".join(f"{field}\r\n" for field in fields).encode())
    return _member(record)


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


def read_member(member: bytes) -> ArchivedResponse:
    """The response of one gzip member, as `response_record` made it.

    Raises ValueError when the member is torn or holds no response.
    """
    for item in _read(io.BytesIO(member)):
        if isinstance(item, ArchivedResponse):
            return item
        raise ValueError(item.reason)
    raise ValueError("no response record")


def read_warc(path: Path) -> Iterator[ArchivedResponse | UnreadableRecord]:
    """The HTTP responses of a WARC file, plain or gzipped, in order.

    Other records (requests, metadata, revisits) are passed over. A record that cannot be read is given as
    `UnreadableRecord`; after a broken record header nothing more can be found, and the last item says so.

    Raises UsageError when the file cannot be opened or is no WARC.
    """
    try:
        with path.open("rb") as file:
            if not file.read(1):
                raise UsageError(f"{path}: the file is empty, not a WARC")
            file.seek(0)
            yield from _read(file, path)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error


def _read(file: io.BufferedIOBase, path: Path | None = None) -> Iterator[ArchivedResponse | UnreadableRecord]:
    number = -1
    records = iter(ArchiveIterator(file, parse_http=False))
    while True:
        try:
            record = next(records)
        except StopIteration:
            return
        except OSError as error:
            if number < 0 and path is not None:
                raise UsageError(f"{path}: not a WARC file ({error})") from error
            yield UnreadableRecord(number + 1, f"broken record, the rest of the file is unreadable: {error}")
            return
        number += 1
        if record.record_type == WarcRecordType.response and record.is_http:
            yield _response(record, number)


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
