"""`scrapy doctor` on stores that are well and that are not, and the command as a person meets it."""

import email.utils
import http.server
import json
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Sequence
from fcntl import ioctl
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from deltalake import DeltaTable, Field
from deltalake.schema import PrimitiveType

from crawlers.doctor import store as checks
from crawlers.doctor.finding import Finding
from pipelines.article import Article, PageRecord
from pipelines.store.location import parse_store_url
from pipelines.store.schema import arrow_schema
from pipelines.store.store import open_store
from tests import weed
from tests.running import ROOT, Done, Place
from tests.s3_proxy import Proxy, always


def check_store(url: str) -> Finding:
    return checks.check_store(parse_store_url(url))


def check_tables(url: str) -> Finding:
    return checks.check_tables(parse_store_url(url))


# Stores


def test_a_store_that_is_well_is_left_as_it_was(store_url: str) -> None:
    store = open_store(store_url)
    before = list(store.objects.list(""))
    found = check_store(store_url)
    assert found == Finding(
        "store", "ok", f"{store_url}: write, conditional write, read, list and delete work"
    )
    assert check_tables(store_url).verdict == "ok"
    assert "articles at commit 0, pages at 0" in check_tables(store_url).seen
    assert checks.check_clock(store.location).verdict == "ok"
    assert list(store.objects.list("")) == before


def test_a_folder_that_is_not_there_yet_is_not_made(tmp_path: Path) -> None:
    url = f"file:{tmp_path / 'store'}"
    found = check_store(url)
    assert (found.verdict, "must be mounted first" in found.todo) == ("warning", True)
    assert check_tables(url).seen == "none yet; the first run makes them"
    assert checks.check_clock(parse_store_url(url)).verdict == "ok"
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "store").write_bytes(b"")
    found = check_store(f"file:{tmp_path / 'store'}")
    assert (found.verdict, "Not a directory" in found.seen) == ("failed", True)
    assert found.todo == checks.FOLDER_TODO


def test_tables_of_another_version(tmp_path: Path) -> None:
    url = f"file:{tmp_path / 'store'}"
    store = open_store(url)
    shutil.rmtree(tmp_path / "store" / "articles")
    columns = [field for field in arrow_schema(Article) if field.name != "image_url"]
    DeltaTable.create(str(tmp_path / "store" / "articles"), schema=pa.schema(columns))
    found = check_tables(url)
    assert (found.verdict, found.todo) == ("failed", "run scrapy migrate")
    assert found.seen == "the table articles lacks columns of this version (image_url)"
    shutil.rmtree(tmp_path / "store")
    store = open_store(url)
    store.tables.load(PageRecord).alter.add_columns([Field("mood", PrimitiveType("string"))])
    assert check_tables(url).todo == "update this checkout"
    (tmp_path / "store" / "pages" / "_delta_log" / f"{1:020d}.json").write_bytes(b"")
    assert check_tables(url).todo == "run scrapy verify --repair" or "is damaged" in check_tables(url).seen


# Buckets


@pytest.mark.parametrize(
    ("code", "methods", "says"),
    [
        ("501 NotImplemented", ("PUT",), "no conditional write (501 Not Implemented)"),
        ("403 AccessDenied", (), "access refused (403)"),
        ("403 AccessDenied", ("PUT",), "access refused (AccessDenied)"),
        ("404 NoSuchBucket", (), "there is no bucket news"),
        ("403 RequestTimeTooSkewed", ("PUT",), "clock is wrong"),
        ("503 SlowDown", (), "503"),
    ],
)
def test_a_bucket_that_refuses(
    proxy: Proxy, s3_url: str, code: str, methods: Sequence[str], says: str
) -> None:
    proxy.fault = always(code, *methods)
    found = check_store(s3_url)
    assert found.verdict == "failed"
    assert says in found.seen
    assert "\n" not in found.seen
    assert found.todo


def test_wrong_credentials_are_told_and_not_shown(s3_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not-the-secret")
    found = check_store(s3_url)
    assert (found.verdict, "access refused" in found.seen) == ("failed", True)
    assert "not-the-secret" not in str(found)
    # The clock is asked for without a key.
    assert checks.check_clock(parse_store_url(s3_url)).verdict == "ok"


def test_a_server_that_is_down_is_told_in_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in weed.variables(f"http://127.0.0.1:{weed.free_port()}").items():
        monkeypatch.setenv(name, value)
    began = time.monotonic()
    found = check_store("s3://news/x")
    assert (found.verdict, "Could not connect to the endpoint URL" in found.seen) == ("failed", True)
    assert found.todo == checks.BUCKET_TODO
    assert checks.check_clock(parse_store_url("s3://news/x")).verdict == "warning"
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("ahead", "verdict", "says"),
    [
        (0, "ok", "as the store has it"),
        (-10_800, "warning", "3 hours behind the store"),
        (600, "warning", "10 minutes ahead of the store"),
    ],
)
def test_a_clock_that_differs(ahead: int, verdict: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service with another clock, which refuses as one does without a key."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response_only(403)
            self.send_header("Date", email.utils.formatdate(time.time() - ahead, usegmt=True))
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.handle_request, daemon=True)
        thread.start()
        for name, value in weed.variables(f"http://127.0.0.1:{server.server_port}").items():
            monkeypatch.setenv(name, value)
        found = checks.check_clock(parse_store_url("s3://news/x"))
        thread.join(5)
    assert (found.verdict, says in found.seen) == (verdict, True), found
    assert (found.todo == checks.CLOCK_TODO) == bool(ahead)


# The command

WELL = {
    "store",
    "tables",
    "clock",
    "settings",
    "sites",
    "time zones",
    "worker",
    "locks",
    "leases",
    "last runs",
}
ORDER = [
    "Python", "dependencies", "settings", "sites", "time zones", "store", "tables", "clock", "store's disk",
    "ledger's disk", "temporary files", "memory", "worker", "DNS", "locks", "leases", "last runs",
]  # fmt: skip


def findings(done: Done) -> dict[str, dict[str, Any]]:
    values = json.loads(done.out)
    assert [one["name"] for one in values["checks"]] == [name for name in ORDER if name in str(values)]
    return {one["name"]: one for one in values["checks"]}


def test_a_place_that_is_well(tmp_path: Path) -> None:
    open_store(f"file:{tmp_path / 'store'}")
    done = Place(tmp_path, {}).scrapy("doctor", "--json")
    found = findings(done)
    assert list(found) == ORDER
    assert {name: one["seen"] for name, one in found.items() if name in WELL and one["verdict"] != "ok"} == {}
    # The disks and the memory of this machine are its own matter.
    assert (done.code == 0) == all(one["verdict"] != "failed" for one in found.values()), done.err
    assert done.err == ""


def test_wrong_settings_are_a_finding_and_end_nothing(tmp_path: Path) -> None:
    """Also those that end any other command when the settings are read, long before it begins."""
    variables = {"NEWS_STORE_URL": "nowhere", "NEWS_BATCH_PAGES": "none", "NEWS_BACH_PAGES": "1"}
    done = Place(tmp_path, variables).scrapy("doctor", "--json", "-s", "NEWS_WORKERS=0")
    found = findings(done)
    assert done.code == 1, done.err
    told = " ".join([found["settings"]["seen"], *found["settings"]["details"]])
    for name in ("NEWS_STORE_URL", "NEWS_BATCH_PAGES", "NEWS_WORKERS"):
        assert told.count(f"{name}:") == 1, told
    assert found["store"]["verdict"] == "failed"
    assert "tables" not in found
    assert found["last runs"]["seen"] == "not looked at, as the store failed"
    assert found["ledger's disk"]["verdict"] != "failed"


def test_wrong_use(tmp_path: Path) -> None:
    done = Place(tmp_path, {}).scrapy("doctor", "everything")
    assert (done.code, done.out) == (2, "")
    assert done.err == "scrapy doctor: takes no argument; --json prints all that was found\n"


@pytest.mark.parametrize("columns", [80, 120])
def test_on_a_terminal_no_line_is_cut(columns: int, tmp_path: Path) -> None:
    """What the JSON says is on the screen word by word."""
    place = Place(tmp_path, {"NEWS_STORE_URL": f"file:{tmp_path}/a-folder-with-a-long-name/and-one-below-it"})
    terminal, program = pty.openpty()
    ioctl(program, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "scrapy", "doctor"],
        cwd=ROOT,
        env={**place.variables(), "TERM": "xterm"},
        stdout=program,
        stderr=program,
    )
    os.close(program)
    shown = b""
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:
            break
        shown += part
    os.close(terminal)
    assert process.wait(60) in (0, 1)
    lines = re.sub(r"\x1b\[[0-9;]*m", "", shown.decode()).splitlines()
    assert columns - 40 < max(map(len, lines)) <= columns
    assert not any("…" in line for line in lines)
    (at,) = (line.index("what was seen") for line in lines if "what was seen" in line)
    told = "".join("".join(line[at:] for line in lines).split())
    for text in (f"{tmp_path}/a-folder-with-a-long-name/and-one-below-it:", checks.NEW_TODO):
        assert "".join(text.split()) in told
    assert re.fullmatch(r"\d+ ok(, \d+ warning)?(, \d+ failed)?", lines[-1])
