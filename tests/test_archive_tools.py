"""The archive of a crawl, whole: what two tools that are not ours read in it, and what its rows lead to."""

import contextlib
import gzip
import io
import re
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from hanzo.warctools import WarcRecord
from hanzo.warctools.warc import WarcParser
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from pipelines.archive import NOT_MODIFIED, SAME_PAYLOAD
from pipelines.article import ExtractionHints, PageRecord
from pipelines.dataset.kept import kept_page
from pipelines.store.schema import from_row
from pipelines.store.store import open_store
from tests.loopback import Answer, serve
from tests.running import Place, path_of
from tests.test_crawl import HTML, LOOP, article, feed

COOKIES = {"Set-Cookie": "sid=s3cret", "set_cookie": "sid=s3cret", "X-Auth-Token": "s3cret"}


class Crawled(NamedTuple):
    place: Place
    seen: list[tuple[str, dict[str, str]]]

    @property
    def segments(self) -> list[Path]:
        keys = dict.fromkeys(row.warc_key for row in self.pages() if row.warc_key)
        return [self.place.store / key for key in keys]

    def pages(self) -> list[PageRecord]:
        rows = sorted(self.place.rows("pages"), key=lambda row: (row["batch"], row["url"]))
        return [from_row(PageRecord, row) for row in rows]


def _two_hours_back(place: Place) -> None:
    """As if all was done so long ago."""
    (path,) = (place.folder / "ledger").glob("*/*.sqlite3")
    with contextlib.closing(sqlite3.connect(path)) as db, db:
        for column in ("visited_at", "read_at", "stored_at"):
            moved = f"strftime('%Y-%m-%dT%H:%M:%S+00:00', {column}, '-2 hours')"
            db.execute(f"UPDATE revisits SET {column}={moved}")  # noqa: S608


def _with_nonce(number: int, nonce: str) -> bytes:
    return article(number) + f"<!-- {nonce} -->".encode()


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """Three articles and one that is gone, visited twice: 304, the same bytes, other bytes."""
    answers = {
        "/feed": Answer(body=feed(1, 2, 3, 4), headers={"Content-Type": "application/xml"}),
        "/news/1": Answer(body=article(1), headers={**HTML, **COOKIES, "ETag": '"one"'}),
        "/news/2": Answer(body=article(2), headers={**HTML, **COOKIES, "X-Visit": "first"}),
        "/news/3": Answer(body=_with_nonce(3, "first"), headers=HTML),
    }
    with serve(answers) as server:
        place = Place(tmp_path_factory.mktemp("archive"), {"LOOP_HOST": server.url.removeprefix("http://")})
        assert (done := place.scrapy("crawl", "fresh_kz", *LOOP)).code == 0, done.err
        _two_hours_back(place)
        answers["/news/2"] = Answer(body=article(2), headers={**HTML, "X-Visit": "second"})
        answers["/news/3"] = Answer(body=_with_nonce(3, "second"), headers=HTML)
        assert (done := place.scrapy("crawl", "fresh_kz", *LOOP)).code == 0, done.err
        yield Crawled(place, server.seen)


def _records(path: Path) -> Iterator[tuple[ArcWarcRecord, bytes]]:
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            yield record, _content(record)


def _content(record: ArcWarcRecord) -> bytes:
    found: bytes = record.content_stream().read()
    return found


def _types(path: Path) -> Counter[str]:
    return Counter(record.rec_type for record, _ in _records(path))


def test_warcio_reads_it_and_finds_its_digests_right(crawled: Crawled) -> None:
    first, second = crawled.segments
    assert _types(first) == {"warcinfo": 1, "response": 4, "request": 4}
    assert _types(second) == {"warcinfo": 1, "response": 1, "revisit": 2, "request": 3}
    for path in (first, second):
        for record, _ in _records(path):
            assert record.rec_headers.protocol == "WARC/1.1"
            assert record.rec_headers.get_header("WARC-Block-Digest", "").startswith("sha1:")
            if record.rec_type == "response":
                assert record.digest_checker.passed
        command = [sys.executable, "-m", "warcio.cli", "check", "-v", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
        assert "digest pass" in done.stdout


def test_a_damaged_body_does_not_pass(crawled: Crawled) -> None:
    plain = _unpacked(crawled.segments[0]).replace(b"new trees", b"old trees", 1)
    records = ArchiveIterator(io.BytesIO(plain), check_digests="raise")
    with pytest.raises(ArchiveLoadFailed, match="digest failed"):
        list(map(_content, records))


def _unpacked(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())


def test_fastwarc_finds_the_same(crawled: Crawled) -> None:
    for path in crawled.segments:
        for record in FastIterator(io.BytesIO(path.read_bytes()), parse_http=False):
            assert record.verify_block_digest()
        for record in FastIterator(io.BytesIO(path.read_bytes()), parse_http=True):
            if record.headers["WARC-Type"] == "response":
                assert record.verify_payload_digest()


def test_warctools_reads_the_same_records(crawled: Crawled, monkeypatch: pytest.MonkeyPatch) -> None:
    # It was written before this version, and fails where it wants to say so.
    monkeypatch.setattr(WarcParser, "KNOWN_VERSIONS", {*WarcParser.KNOWN_VERSIONS, b"1.1"})
    for path in crawled.segments:
        expected = [
            (record.rec_type, record.rec_headers.get_header("WARC-Record-ID")) for record, _ in _records(path)
        ]
        archive = WarcRecord.open_archive(str(path), gzip="record")
        found = []
        with contextlib.closing(archive):
            for _, record, errors in archive.read_records(limit=None):
                assert not errors
                if record is None:
                    continue
                assert list(record.errors) == []
                assert len(record.content[1]) == int(record.get_header(WarcRecord.CONTENT_LENGTH))
                found.append((record.type.decode(), record.id.decode()))
        assert found == expected


def test_each_answer_has_its_request_behind_it_as_it_was_sent(crawled: Crawled) -> None:
    sent: dict[str, list[dict[str, str]]] = {}
    for path, headers in crawled.seen:
        sent.setdefault(path, []).append(headers)
    for number, segment in enumerate(crawled.segments):
        pairs = [(record, body) for record, body in _records(segment) if record.rec_type != "warcinfo"]
        for (answer, _), (request, body) in zip(pairs[::2], pairs[1::2], strict=True):
            assert answer.rec_type in ("response", "revisit")
            assert request.rec_type == "request"
            named = request.rec_headers.get_header("WARC-Concurrent-To")
            assert named == answer.rec_headers.get_header("WARC-Record-ID")
            url = answer.rec_headers.get_header("WARC-Target-URI")
            assert request.rec_headers.get_header("WARC-Target-URI") == url
            assert (request.http_headers.statusline, body) == (f"{path_of(url)} HTTP/1.1", b"")
            assert request.http_headers.protocol == "GET"
            asked = sent[path_of(url)][number]
            kept = dict(request.http_headers.headers)
            assert kept == {name: asked[name] for name in kept}
            assert set(asked) - set(kept) <= {"Connection"}
            assert kept["User-Agent"].startswith("Steppewire/")
            if path_of(url) == "/news/1" and number:
                assert kept["If-None-Match"] == '"one"'


def test_what_is_unchanged_refers_to_the_page_before(crawled: Crawled) -> None:
    first, second = crawled.segments
    originals = {
        record.rec_headers.get_header("WARC-Target-URI"): record.rec_headers
        for record, _ in _records(first)
        if record.rec_type == "response"
    }
    profiles = {}
    for record, body in _records(second):
        if record.rec_type != "revisit":
            continue
        said, original = record.rec_headers, originals[record.rec_headers.get_header("WARC-Target-URI")]
        for name, of in {
            "WARC-Refers-To": "WARC-Record-ID",
            "WARC-Refers-To-Target-URI": "WARC-Target-URI",
            "WARC-Refers-To-Date": "WARC-Date",
            "WARC-Payload-Digest": "WARC-Payload-Digest",
        }.items():
            assert said.get_header(name) == original.get_header(of), name
        assert body == b""
        profile = said.get_header("WARC-Profile")
        profiles[path_of(said.get_header("WARC-Target-URI"))] = (
            profile, record.http_headers.get_statuscode()
        )  # fmt: skip
    assert profiles == {"/news/1": (NOT_MODIFIED, "304"), "/news/2": (SAME_PAYLOAD, "200")}


def test_each_row_leads_to_its_page(crawled: Crawled) -> None:
    objects = open_store(f"file:{crawled.place.store}").objects
    found: dict[str, list[Any]] = {}
    for row in crawled.pages():
        page = kept_page(objects, row, ExtractionHints())
        assert page.fetched_at == row.fetched_at
        said = (row.outcome, page.status, page.body, dict(page.headers).get("x-visit"))
        found.setdefault(path_of(row.url), []).append(said)
    stored, unchanged = "stored", "unchanged"
    assert found == {
        "/news/1": [(stored, 200, article(1), None), (unchanged, 200, article(1), None)],
        "/news/2": [(stored, 200, article(2), "first"), (unchanged, 200, article(2), "second")],
        "/news/3": [
            (stored, 200, _with_nonce(3, "first"), None),
            (unchanged, 200, _with_nonce(3, "second"), None),
        ],
        "/news/4": [("rejected", 404, b"a page", None)],
    }
    done = crawled.place.scrapy("verify", *LOOP)
    assert done.code == 0, done.out + done.err


def test_no_cookie_and_no_token_is_kept(crawled: Crawled) -> None:
    for path in crawled.segments:
        assert not re.search(b"s3cret|cookie", _unpacked(path), re.IGNORECASE)


def test_a_takedown_wipes_pages_requests_and_what_repeats_them(crawled: Crawled, tmp_path: Path) -> None:
    shutil.copytree(crawled.place.folder, tmp_path, dirs_exist_ok=True)
    place = Place(tmp_path, crawled.place.environment)
    other = Crawled(place, [])
    before = {path: path.stat().st_size for path in other.segments}
    (url,) = {row.url for row in other.pages() if row.url.endswith("/news/2")}
    done = place.scrapy("forget", url, *LOOP)
    assert done.code == 0, done.err
    assert "1 rows of articles, 2 of pages, 2 archived pages" in done.err
    for path, size in before.items():
        assert b"/news/2" not in _unpacked(path)
        assert path.stat().st_size == size
        assert _types(path)["metadata"] == 2
    done = place.scrapy("verify", *LOOP)
    assert done.code == 0, done.out + done.err
    objects = open_store(f"file:{place.store}").objects
    assert {kept_page(objects, row, ExtractionHints()).url for row in other.pages()} == {
        row.url for row in other.pages()
    }


def test_without_an_archive_all_else_works(tmp_path: Path) -> None:
    answers = {
        "/feed": Answer(body=feed(1, 2, 3), headers={"Content-Type": "application/xml"}),
        **{f"/news/{number}": Answer(body=article(number), headers=HTML) for number in (1, 2, 3)},
    }
    with serve(answers) as server:
        variables = {"LOOP_HOST": server.url.removeprefix("http://"), "NEWS_ARCHIVE": "off"}
        place = Place(tmp_path, variables)
        assert (done := place.scrapy("crawl", "loop_kz", *LOOP)).code == 0, done.err
        assert place.outcomes() == {f"/news/{number}": "stored" for number in (1, 2, 3)}
        assert {row["warc_key"] for row in place.rows("articles") + place.rows("pages")} == {None}
        assert not (place.store / "warc").exists()
        done = place.scrapy("verify", *LOOP)
        assert done.code == 0, done.out + done.err
        done = place.scrapy("explain", f"{server.url}/news/1", *LOOP, COLUMNS="200")
        assert done.code == 0, done.err
        assert "\nloop_kz: an article" in done.out
        assert re.search(r"page +not kept +\(what is shown is the page as it is now", done.out), done.out
        assert (done := place.scrapy("forget", f"{server.url}/news/1", *LOOP)).code == 0, done.err
    assert sorted(place.outcomes()) == ["/news/2", "/news/3"]
