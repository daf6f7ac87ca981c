"""What is read and chosen of an archive of Common Crawl's shape, and where it breaks off."""

import gzip
import io
import itertools
from collections import Counter
from collections.abc import Collection

import pytest
from fastwarc.warc import ArchiveIterator
from warcio.archiveiterator import ArchiveIterator as Warcio

from pipelines.archive import MAX_RECORD_BYTES
from pipelines.errors import SourceRefused
from pipelines.ingest.choice import by_http_header, by_warc_header
from pipelines.ingest.items import AlreadyIn, Item, Owned, Unreadable, news_items
from pipelines.ingest.members import BrokenArchiveError, Record, records
from pipelines.next_record import LOOK, PIECE, next_record
from pipelines.owners import digest_of
from tests import made_cc_news
from tests.made_cc_news import OWNERS, Made


class Bytes:
    """A stream of bytes at hand, given in small pieces."""

    def __init__(self, data: bytes, offset: int = 0, piece: int = 1009) -> None:
        self._file = io.BytesIO(data)
        self._file.seek(offset)
        self._piece = piece
        self.size: int | None = len(data)

    def read(self, size: int, /) -> bytes:
        return self._file.read(min(size, self._piece))

    def close(self) -> None:
        self._file.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made_cc_news.make(tmp_path_factory.mktemp("made"), records=200, ours=16)


@pytest.fixture
def data(made: Made) -> bytes:
    return made.path.read_bytes()


def items(data: bytes, *, number: int = 0, offset: int = 0, known: Collection[int] = ()) -> list[Item]:
    return list(news_items(Bytes(data, offset), OWNERS, known, number=number, offset=offset))


def test_the_made_archive_is_one(made: Made, data: bytes) -> None:
    """As two other readers see it; the digests are right."""
    with made.path.open("rb") as file:
        kinds = Counter(
            (record.rec_type, record.rec_headers.protocol)
            for record in Warcio(file, check_digests="raise")
            if record.content_stream().read() or True
        )
    responses = len(made.pages) + made.dropped.total()
    assert kinds == {
        ("warcinfo", "WARC/1.0"): 1,
        ("request", "WARC/1.0"): responses,
        ("response", "WARC/1.0"): responses,
    }

    assert made_cc_news.make(made.path.parent, records=200, ours=16).path.read_bytes() == data


def test_records_and_their_places_are_those_of_another_reader(data: bytes) -> None:
    theirs = [
        (record.stream_pos, record.headers["WARC-Record-ID"])
        for record in ArchiveIterator(io.BytesIO(data), parse_http=False)
    ]
    ours = [(record.offset, record.headers["warc-record-id"]) for record in records(Bytes(data))]
    assert ours == theirs
    offset, _ = theirs[77]
    later = [(record.number, record.offset) for record in records(Bytes(data, offset), offset, 77)]
    assert later == [(number, theirs[number][0]) for number in range(77, len(theirs))]


@pytest.mark.parametrize("piece", [1, 16_384, 10**9])
def test_pieces_of_any_size_give_the_same(made: Made, data: bytes, piece: int) -> None:
    found = [record.offset for record in records(Bytes(data, piece=piece))]
    assert len(found) == made.records
    assert found == [record.offset for record in records(Bytes(data))]


def test_pages_of_the_catalogue_are_chosen_and_the_rest_is_counted(made: Made, data: bytes) -> None:
    found = items(data)
    pages = {item.found.response.url: item for item in found if isinstance(item.found, Owned)}
    assert {url: (item.number, item.offset) for url, item in pages.items()} == made.pages
    assert Counter(item.found for item in found if isinstance(item.found, str)) == made.dropped
    assert set(made.dropped) == {"other_host", "no_article", "truncated", "status", "not_html"}
    owned = next(item.found for url, item in pages.items() if url.startswith("https://24.kg/obschestvo/"))
    assert isinstance(owned, Owned)
    assert (owned.site, owned.response.status) == ("24_kg", 200)
    assert b"<article>" in owned.response.body


def test_what_is_known_is_passed_over(made: Made, data: bytes) -> None:
    number, offset = next(iter(made.pages.values()))
    (found,) = (item.found for item in items(data, known={offset}) if item.number == number)
    assert found == AlreadyIn()
    assert items(data, known={0}, offset=offset)[0].offset == offset
    with pytest.raises(SourceRefused, match="another archive of this name"):
        items(data, known={offset + 1})


def test_no_body_is_kept_of_what_is_left_out(
    made: Made, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, really = [], Record.read

    def noted(record: Record, most: int) -> bytes:
        read.append(record.number)
        return really(record, most)

    monkeypatch.setattr(Record, "read", noted)
    items(data)
    taken = {number for number, _ in made.pages.values()}
    assert taken < set(read)
    assert len(read) == len(taken) + made.dropped["status"] + made.dropped["not_html"]


def until_it_breaks(data: bytes) -> tuple[list[Item], str]:
    """The items before the break, and what is told of it."""
    found = []
    try:
        for item in news_items(Bytes(data), OWNERS, ()):
            found.append(item)  # noqa: PERF402 - kept though an error ends it
    except BrokenArchiveError as error:
        return found, str(error)
    raise AssertionError("it did not break")


@pytest.mark.parametrize("cut", [40, 300])
def test_a_torn_end_is_told_after_all_that_comes_before(made: Made, data: bytes, cut: int) -> None:
    found, said = until_it_breaks(data[:-cut])
    assert said.startswith("it ends in the middle of the record at byte")
    assert len(found) >= len(made.pages) + made.dropped.total() - 1


def test_a_break_in_the_middle_is_told_with_its_place(made: Made, data: bytes) -> None:
    offset = sorted(at for _, at in made.pages.values())[3]
    broken = data[: offset + 200] + b"\xff" * 60 + data[offset + 260 :]
    found, said = until_it_breaks(broken)
    assert said == f"broken gzip data in the record at byte {offset}"
    assert found[-1].offset < offset


@pytest.mark.parametrize("piece", [1, 1009, 2**14, 10**9])
def test_the_next_record_is_found_behind_a_break(data: bytes, piece: int) -> None:
    places = [record.offset for record in records(Bytes(data))]
    for offset, following in itertools.pairwise(places[40:50]):
        for begin in (offset + 1, following - 1, following):
            assert next_record(Bytes(data, begin, piece).read, begin) == following
    assert next_record(Bytes(data, places[-1] + 1, piece).read, places[-1] + 1) is None


@pytest.mark.parametrize("gap", [1, LOOK - 1, LOOK, PIECE - LOOK, PIECE - 2, PIECE, 2 * PIECE + 1])
def test_the_next_record_is_found_wherever_pieces_end(data: bytes, gap: int) -> None:
    first, second, *_ = (record.offset for record in records(Bytes(data)))
    member = data[first:second]
    for noise in (b"\x1f\x8b\x08" * gap, gzip.compress(b"no record").ljust(gap, b"\x1f")):
        torn = noise[:gap] + member
        assert next_record(Bytes(torn, piece=10**9).read, 7) == 7 + gap
        assert next_record(Bytes(torn[: -len(member) + 4], piece=10**9).read, 0) is None


def test_what_is_no_such_archive_is_told() -> None:
    for data, said in (
        (b"<html>", "no gzip member at byte 0"),
        (b"WARC/1.0\r\n\r\n", "no gzip member at byte 0"),
        (gzip.compress(b"hello"), "no WARC record at byte 0"),
        (gzip.compress(b"WARC/1.0\r\n" + b"a: b\r\n" * 20_000), "no WARC record at byte 0"),
    ):
        with pytest.raises(BrokenArchiveError, match=said):
            items(data)


def test_several_records_in_one_member_are_told(data: bytes) -> None:
    with pytest.raises(BrokenArchiveError, match="more than one record in the gzip member at byte 0"):
        items(gzip.compress(gzip.decompress(data)))


def test_a_record_that_is_too_large_or_broken_costs_itself_only(made: Made, data: bytes) -> None:
    url = next(iter(made.pages))
    body = b"x" * (MAX_RECORD_BYTES + 1)
    large = made_cc_news.response(url, 1, body, "text/html")
    bad = made_cc_news.member_of(
        [f"WARC-Target-URI: {url}", "WARC-Type: response", "Content-Type: application/http", "WARC-Date: x"],
        b"HTTP/1.1 200 OK\r\n\r\nx",
    )
    found = items(large + bad + data)
    assert found[0].found == Unreadable(f"larger than {MAX_RECORD_BYTES} bytes")
    assert isinstance(found[1].found, Unreadable)
    assert sum(isinstance(item.found, Owned) for item in found) == len(made.pages)


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("https://tengrinews.kz/kazakhstan_news/a-1/", "tengrinews_kz"),
        ("<https://24.kg/english/1_a/>", "24_en_kg"),
        ("http://www.24.kg/sport/1_a/", "no_article"),
        ("https://24.kg/", "no_article"),
        ("https://kaz.tengrinews.kz/a/a-1/", "other_host"),
        ("dns:24.kg", "no_address"),
        ("", "no_address"),
    ],
)
def test_addresses_are_those_of_the_catalogue(uri: str, said: str) -> None:
    chosen = by_warc_header({"warc-target-uri": uri}, OWNERS)
    assert (chosen if isinstance(chosen, str) else chosen[1]) == said


@pytest.mark.parametrize(
    ("http", "said"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html", None),
        (b"HTTP/1.1 200 \r\ncontent-type: application/xhtml+xml; charset=x", None),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/plain", None),  # as in a crawl: the body is looked at
        (b"HTTP/1.1 200 OK\r\nX: y", None),
        (b"HTTP/1.1 206 Partial Content\r\nContent-Type: text/html", "status"),
        (b"HTTP/1.1 301 Moved\r\nContent-Type: text/html", "status"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg", "not_html"),
    ],
)
def test_answers_are_chosen_by_their_header(http: bytes, said: str | None) -> None:
    assert by_http_header(b"WARC/1.0\r\nX: Y\r\n\r\n" + http + b"\r\n\r\nContent-Type: image/png\r\n") == said


def test_the_rules_have_a_name_that_changes_with_them() -> None:
    assert digest_of(OWNERS) == digest_of(dict(reversed(list(OWNERS.items()))))
    assert digest_of(OWNERS) != digest_of({"24.kg": OWNERS["24.kg"]})
