"""Archives as streams: from any byte on, whatever becomes of connections; what is not to be had is told."""

import gzip
import random
import socket
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.errors import SourceError, SourceRefused, UsageError
from pipelines.ingest import web
from pipelines.ingest.sources import Archive, archives, open_stream
from pipelines.store import retry
from tests import weed
from tests.range_server import RangeServer
from tests.s3_proxy import Proxy, always, once

AGENT = "Steppewire/test"
DATA = random.Random(1).randbytes(3_000_000)  # noqa: S311
NAME = "CC-NEWS-20261101003014-01234.warc.gz"


@pytest.fixture
def server() -> Iterator[RangeServer]:
    with RangeServer({f"/{NAME}": DATA}).running() as server:
        yield server


def read(address: str, offset: int = 0) -> bytes:
    stream = open_stream(address, offset, AGENT)
    try:
        parts = []
        while piece := stream.read(100_000):
            parts.append(piece)
        assert stream.size == len(DATA)
        return b"".join(parts)
    finally:
        stream.close()


def test_a_file_is_read_from_a_byte_on(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(DATA)
    assert read(str(tmp_path / NAME)) == DATA
    assert read(str(tmp_path / NAME), 1234) == DATA[1234:]
    with pytest.raises(SourceRefused, match=r"none\.warc\.gz: No such file"):
        open_stream(str(tmp_path / "none.warc.gz"), 0, AGENT)


def test_an_address_is_read_from_a_byte_on_in_our_name(server: RangeServer) -> None:
    assert read(f"{server.url}/{NAME}", 2_000_000) == DATA[2_000_000:]
    assert server.seen == [(f"/{NAME}", "bytes=2000000-", AGENT)]


def test_a_connection_that_breaks_is_continued_where_it_broke(server: RangeServer) -> None:
    server.cuts, server.statuses = [700_000, 0, 1_100_000], [503]
    assert read(f"{server.url}/{NAME}") == DATA
    asked = [span for _, span, _ in server.seen]
    assert asked[0] == asked[1] == ""
    assert [int(span.removeprefix("bytes=")[:-1]) for span in asked[2:]] == [700_000, 700_000, 1_800_000]


def test_a_server_without_ranges_is_read_through(server: RangeServer) -> None:
    server.ranges = False
    assert read(f"{server.url}/{NAME}", 2_500_000) == DATA[2_500_000:]
    server.cuts = [1_000_000]
    assert read(f"{server.url}/{NAME}") == DATA


def test_an_archive_that_changes_meanwhile_is_refused(server: RangeServer) -> None:
    stream = open_stream(f"{server.url}/{NAME}", 0, AGENT)
    stream.read(1000)
    stream.close()
    server.version = '"2"'
    with pytest.raises(SourceRefused, match="it changed while it was read"):
        stream.read(1000)


@pytest.mark.parametrize(("status", "said"), [(404, "404 Not Found"), (403, "403 Forbidden")])
def test_what_is_not_to_be_had_is_not_asked_for_again(server: RangeServer, status: int, said: str) -> None:
    server.statuses = [status]
    with pytest.raises(SourceRefused, match=said):
        open_stream(f"{server.url}/{NAME}", 0, AGENT)
    assert len(server.seen) == 1


def test_a_server_that_only_fails_ends_it(server: RangeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "ATTEMPTS", 3)
    server.statuses = [502] * 9
    with pytest.raises(SourceError, match="502 Bad Gateway; run it again") as told:
        open_stream(f"{server.url}/{NAME}", 0, AGENT)
    assert (told.value.exit_code, len(server.seen)) == (3, 3)


def test_why_there_is_no_connection_is_told_in_short(
    server: RangeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retry, "ATTEMPTS", 2)
    monkeypatch.setattr(web, "READ_SECONDS", 0.2)

    def said(address: str) -> str:
        with pytest.raises(SourceError) as told:
            open_stream(f"{address}/{NAME}", 0, AGENT)
        return (
            str(told.value)
            .removeprefix(f"{address}/{NAME}: ")
            .removesuffix("; run it again, it goes on from there")
        )

    assert said("http://archive.invalid") == "its host is not found"
    assert said(f"http://127.0.0.1:{weed.free_port()}") == "its host takes no connection"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert said(f"http://127.0.0.1:{silent.getsockname()[1]}") == "its host does not answer"
    # Another failure is told as the library does, without the address once more.
    assert said(server.url.replace("http:", "https:")).startswith("[SSL")


@pytest.mark.parametrize(
    "address", ["ftp://a.kz/x.warc.gz", "s3://bucket", "https://me:secret@a.kz/x.warc.gz"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError) as told:
        open_stream(address, 0, AGENT)
    assert "secret" not in str(told.value)


@pytest.fixture
def stored(s3_endpoint: str, s3_url: str) -> str:
    key = f"crawl-data/{uuid.uuid4().hex}/{NAME}"
    assert s3_url
    weed.client(s3_endpoint).put_object(Bucket=weed.BUCKET, Key=key, Body=DATA)  # type: ignore[attr-defined]
    return f"s3://{weed.BUCKET}/{key}"


def test_a_bucket_is_read_from_a_byte_on_whatever_breaks(stored: str, proxy: Proxy) -> None:
    assert read(stored, 2_999_990) == DATA[-10:]
    proxy.fault = once("cut", "503 SlowDown", "reset down", "cut", method="GET")
    assert read(stored) == DATA
    assert proxy.count("GET") == 1 + 5


def test_what_a_bucket_does_not_give_is_told(stored: str, proxy: Proxy) -> None:
    with pytest.raises(SourceRefused, match=r"none\.warc\.gz: there is no such object"):
        open_stream(f"s3://{weed.BUCKET}/none.warc.gz", 0, AGENT)
    with pytest.raises(SourceRefused, match="there is no such bucket"):
        open_stream(f"s3://no-such-bucket/{NAME}", 0, AGENT)
    proxy.fault = always("403 AccessDenied", "GET")
    with pytest.raises(SourceRefused, match="access refused"):
        open_stream(stored, 0, AGENT)


def test_lists_are_taken_apart(tmp_path: Path, server: RangeServer) -> None:
    root = f"{server.url}/crawl-data/CC-NEWS/2026/11/"
    lines = [f"crawl-data/CC-NEWS/2026/11/CC-NEWS-{number}.warc.gz" for number in range(3)]
    packed = gzip.compress("".join(f"{line}\n" for line in lines).encode())
    server.files["/crawl-data/CC-NEWS/2026/11/warc.paths.gz"] = packed
    (tmp_path / "warc.paths").write_text("\n".join([*lines, "/data/CC-NEWS-9.warc.gz", ""]))
    found = list(archives([f"{root}warc.paths.gz"], None, AGENT))
    assert [archive.address for archive in found] == [f"{server.url}/{line}" for line in lines]
    based = list(archives([str(tmp_path / "warc.paths"), "x/CC-NEWS-1.warc.gz"], "s3://commoncrawl/", AGENT))
    assert [archive.address for archive in based] == [
        *(f"s3://commoncrawl/{line}" for line in lines),
        "/data/CC-NEWS-9.warc.gz",
    ]
    assert based[0].name == "CC-NEWS-0.warc.gz"
    assert Archive("https://a.example/x/CC%2DNEWS-1.warc.gz?sig=a/b").name == "CC-NEWS-1.warc.gz"


def test_what_is_no_list_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.paths").write_text("CC-NEWS-1.warc.gz\n")
    (tmp_path / "b.paths.gz").write_bytes(gzip.compress(b"x" * 5000)[:-20])
    (tmp_path / "c.paths").write_text("\n")
    with pytest.raises(UsageError, match="is relative; say what to, as --base"):
        list(archives([str(tmp_path / "a.paths")], None, AGENT))
    with pytest.raises(UsageError, match=r"b\.paths\.gz: is no list of paths"):
        list(archives([str(tmp_path / "b.paths.gz")], None, AGENT))
    with pytest.raises(SourceRefused, match="the list is empty"):
        list(archives([str(tmp_path / "c.paths")], None, AGENT))
