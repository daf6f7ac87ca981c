"""WARC records and segments, read back by this code and by warcio."""

import gzip
import io
import itertools
import random
import uuid
from collections.abc import Iterable
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from pipelines.archive import (
    ArchivedResponse,
    UnreadableRecord,
    read_member,
    read_warc,
    response_record,
    segment_key,
    split_content_type,
    warcinfo_record,
)
from pipelines.article import ExtractionHints, Page
from pipelines.errors import UsageError
from pipelines.next_record import MOST_BREAKS
from tests.factories import NOW, SITE, make_page

HEADERS = (
    ("content-type", "text/html; charset=windows-1251"),
    ("content-encoding", "gzip"),
    ("set-cookie", "secret=1"),
    ("x-odd", "two\r\nlines"),
)


def page() -> Page:
    return make_page(body="Қазақша мәтін".encode(), headers=HEADERS, encoding="windows-1251")


def test_a_page_comes_back_from_its_record() -> None:
    back = read_member(response_record(page())).page(SITE, ExtractionHints())
    assert (back.url, back.body, back.status) == (page().url, page().body, 200)
    assert (back.content_type, back.encoding, back.fetched_at) == ("text/html", "windows-1251", NOW)


def test_a_record_is_the_same_each_time_and_keeps_no_cookie() -> None:
    assert response_record(page()) == response_record(page())
    plain = gzip.decompress(response_record(page()))
    assert b"secret" not in plain
    assert b"X-Crawler-content-encoding: gzip" in plain
    assert b"x-odd: two  lines\r\n" in plain


def test_warcio_reads_each_record_of_a_segment_by_its_pointer() -> None:
    pages = [make_page(f"https://a.kz/{n}", body=b"<p>%d</p>" % n * 50) for n in range(3)]
    segment, pointers = bytearray(warcinfo_record("0" * 32, NOW, "Steppewire/0")), []
    for one in pages:
        record = response_record(one)
        pointers.append((len(segment), len(record)))
        segment += record
    for one, (offset, length) in zip(pages, pointers, strict=True):
        member = io.BytesIO(segment[offset : offset + length])
        record = next(ArchiveIterator(member, check_digests="raise"))
        assert record.rec_headers["WARC-Target-URI"] == one.url
        assert record.content_stream().read() == one.body
    whole = list(ArchiveIterator(io.BytesIO(bytes(segment)), check_digests="raise"))
    assert [record.rec_type for record in whole] == ["warcinfo", "response", "response", "response"]


def test_a_torn_record_is_never_read_as_whole(tmp_path: Path) -> None:
    first, second = response_record(make_page("https://a.kz/1")), response_record(make_page("https://a.kz/2"))
    path = tmp_path / "torn.warc.gz"
    path.write_bytes(first + second[:-30])
    whole, torn = read_warc(path)
    assert isinstance(whole, ArchivedResponse)
    assert isinstance(torn, UnreadableRecord)
    with pytest.raises(ValueError, match="torn"):
        read_member(second[:-30])


def test_chunked_and_compressed_bodies_of_foreign_warcs_are_decoded(tmp_path: Path) -> None:
    body = gzip.compress(b"<p>hello</p>")
    http = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    http += b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: <http://a.kz/>\r\n"
        "WARC-Date: 2026-01-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"WARC-Record-ID: <urn:uuid:{uuid.uuid4()}>\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    path = tmp_path / "plain.warc"
    path.write_bytes(head.encode() + http + b"\r\n\r\n")
    (record,) = read_warc(path)
    assert isinstance(record, ArchivedResponse)
    assert (record.url, record.body) == ("http://a.kz/", b"<p>hello</p>")


@pytest.mark.parametrize(
    ("content", "says"), [(b"", "empty"), (b"not a warc" * 99, "not a WARC"), (None, "No such")]
)
def test_what_is_no_warc_is_said_in_one_line(tmp_path: Path, content: bytes | None, says: str) -> None:
    path = tmp_path / "x.warc.gz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=says) as error:
        list(read_warc(path))
    assert "\n" not in str(error.value)


def test_behind_garbage_in_a_plain_file_nothing_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.warc"
    whole = gzip.decompress(response_record(make_page()))
    path.write_bytes(whole + b"garbage\r\n\r\n" + whole)
    first, last = read_warc(path)
    assert isinstance(first, ArchivedResponse)
    assert isinstance(last, UnreadableRecord)
    assert last.reason.endswith("; nothing behind it can be read")


def broken_at(count: int, broken: Iterable[int], where: int) -> tuple[bytes, list[int]]:
    """Records of which some are broken so many bytes behind their beginning; where they begin."""
    chosen = random.Random(1)  # noqa: S311
    records = [
        response_record(make_page(f"https://a.kz/{n}", body=chosen.randbytes(900))) for n in range(count)
    ]
    places = list(itertools.accumulate(map(len, records), initial=0))[:-1]
    data = bytearray(b"".join(records))
    for number in broken:
        at = places[number] + where
        data[at : at + 40] = b"\xff" * 40
    return bytes(data), places


@pytest.mark.parametrize("where", [0, 12, 150, 600])
@pytest.mark.parametrize("broken", [{2}, {0}, {0, 1}, {2, 4}, {3, 4, 5}, {7}])
def test_a_broken_record_costs_itself_only(tmp_path: Path, where: int, broken: set[int]) -> None:
    path = tmp_path / "x.warc.gz"
    data, places = broken_at(8, broken, where)
    path.write_bytes(data)
    found = list(read_warc(path))
    whole = [item for item in found if isinstance(item, ArchivedResponse)]
    assert [(item.url, item.offset) for item in whole] == [
        (f"https://a.kz/{number}", places[number]) for number in range(8) if number not in broken
    ]
    numbers = [item.number for item in found]
    assert numbers == sorted(set(numbers)), found
    # Records in a row are one break where their beginnings are gone.
    assert 1 <= len(found) - len(whole) <= len(broken)
    assert list(read_warc(path)) == found


def test_a_file_that_is_broken_all_over_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    data, _ = broken_at(60, range(1, 60, 2), 150)
    path.write_bytes(data)
    found = list(read_warc(path))
    assert sum(isinstance(item, ArchivedResponse) for item in found) == MOST_BREAKS
    last = found[-1]
    assert isinstance(last, UnreadableRecord)
    assert last.reason == "the rest of the file is not read: it is broken in too many places"


def test_keys_and_content_types() -> None:
    assert segment_key({"a_kz"}, "ff", NOW) == "warc/site=a_kz/2026-11/ff.warc.gz"
    assert segment_key({"a_kz", "b_kz"}, "ff", NOW) == "warc/site=_many/2026-11/ff.warc.gz"
    assert split_content_type('Text/HTML; Charset="UTF-8"') == ("text/html", "UTF-8")
    assert split_content_type("") == (None, None)
