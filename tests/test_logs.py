"""Lines of the log: one each, whatever a page wrote, with run, site and address."""

import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request

from pipelines.logs import MAX_EXCEPTION, MAX_MESSAGE, begin_run, escaped, formatter
from tests.loopback import ROOT, Answer, Server, serve
from tests.running import Done, Place
from tests.test_crawl import HTML, LOOP, article, feed

RUN = "20261122T210700Z-abc123"
HOSTILE = "title\r\n2026-11-22 21:07:00 [x] ERROR: forged\x1b[31m\x7f\x9b\u2028\u202e\udc80\x00"


@pytest.fixture
def run() -> Iterator[None]:
    begin_run(RUN, "a_kz")
    yield
    begin_run(None, None)


def record(
    message: str, *arguments: Any, error: BaseException | None = None, **more: Any
) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord("crawlers.x", logging.WARNING, __file__, 1, message, arguments, info)
    made.__dict__.update(more)
    return made


def raised(words: str) -> BaseException:
    try:
        raise ValueError(words)  # noqa: TRY301 - to be given a traceback
    except ValueError as error:
        return error


KEYS = ["time", "level", "logger", "message", "run", "site", "url", "exception"]


@pytest.mark.usefixtures("run")
def test_a_line_of_json() -> None:
    line = formatter("json").format(record("%s: HTTP %d", "https://a.kz/ж", 404))
    values = json.loads(line)
    assert list(values) == KEYS
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", values.pop("time"))
    assert values == {
        "level": "WARNING",
        "logger": "crawlers.x",
        "message": "https://a.kz/ж: HTTP 404",
        "run": RUN,
        "site": "a_kz",
        "url": "https://a.kz/ж",
        "exception": None,
    }


def test_a_line_of_text() -> None:
    lines = formatter("text")
    begin_run(RUN, "a_kz")
    line = lines.format(record("%d pages, «так»", 3))
    assert re.fullmatch(
        rf"\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d a_kz {RUN} \[crawlers\.x\] WARNING: 3 pages, «так»", line
    )
    begin_run(None, None)
    assert re.fullmatch(r"[-0-9]+ [:0-9]+ \[crawlers\.x\] WARNING: 3", lines.format(record("%d", 3)))


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize("kind", ["text", "json"])
def test_no_page_writes_a_line(kind: Any) -> None:
    line = formatter(kind).format(record("%s", HOSTILE, error=raised(HOSTILE)))
    own = line.split("\n")
    assert all(part.isprintable() for part in own)
    assert line.encode()
    # What follows the first line is a traceback, and looks like one.
    assert all(part.startswith("    ") for part in own[1:])
    if kind == "json":
        values = json.loads(line)
        assert line.isascii()
        assert values["message"] == HOSTILE
        assert values["exception"].startswith("Traceback")
        assert HOSTILE in values["exception"]
    else:
        assert (
            r"title\r\n2026-11-22 21:07:00 [x] ERROR: forged\x1b[31m\x7f\x9b\u2028\u202e\udc80\x00" in own[0]
        )


def test_a_list_of_scrapys_keeps_its_lines() -> None:
    lines = formatter("text", ["crawlers.x"])
    assert lines.format(record("Enabled:\n%s", "a\nb\x1b")).endswith("WARNING: Enabled:\n    a\n    b\\x1b")


@pytest.mark.parametrize(
    ("made", "url"),
    [
        (record("%(n)d of %(request)s", {"n": 1, "request": Request("https://a.kz/1")}), "https://a.kz/1"),
        (record("%s %s: %s", "feed", "https://a.kz/feed", "x"), "https://a.kz/feed"),
        (record("%s", "http://a.kz/robots.txt cannot be read: 500"), "http://a.kz/robots.txt"),
        (record("see (https://a.kz/1)."), "https://a.kz/1"),
        (record("%s pages", 3), None),
    ],
)
def test_the_address_that_a_line_is_about(made: logging.LogRecord, url: str | None) -> None:
    assert json.loads(formatter("json").format(made))["url"] == url


def test_lines_have_a_length() -> None:
    made = record("%s", "ж" * 10**6, error=raised("ж" * 10**6))
    values = json.loads(formatter("json").format(made))
    assert (len(values["message"]), len(values["exception"])) == (MAX_MESSAGE, MAX_EXCEPTION)
    line = formatter("text").format(made)
    assert len(line) < MAX_MESSAGE + MAX_EXCEPTION + 200


def test_what_is_printable_stays() -> None:
    assert escaped("Көпір «ашылды» — 😀 \\") == "Көпір «ашылды» — 😀 \\"


# A real run


@pytest.fixture
def server() -> Iterator[Server]:
    answers = {
        "/feed": Answer(body=feed(1, 2, 3, 4), headers={"Content-Type": "application/rss+xml"}),
        "/gone": Answer(status=404),
        "/news/1": Answer(body=article(1), headers=HTML),
        "/news/2": Answer(hang_up=True),
        "/news/3": Answer(body=article(3), headers=HTML),
        "/news/4": Answer(status=429, headers={"Retry-After": "1"}),
    }
    with serve(answers) as server:
        yield server


def crawl(tmp_path: Path, server: Server, kind: str, *arguments: str) -> Done:
    """A crawl of four pages with a source that is gone, in which the third page raises."""
    feeds = ",".join(server.url + path for path in ("/feed", "/gone"))
    place = Place(tmp_path, {"LOOP_HOST": server.url.removeprefix("http://"), "LOOP_FEEDS": feeds})
    command = ("crawl", "feeds_kz", *LOOP, "-s", "RETRY_TIMES=1", *arguments)
    done = subprocess.run(
        [sys.executable, "-m", "tests.raising_page", *command],
        cwd=ROOT,
        env=place.variables(NEWS_LOG_FORMAT=kind, NEWS_CONTACT=""),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def test_a_run_in_json(tmp_path: Path, server: Server) -> None:
    done = crawl(tmp_path, server, "json", "-s", "LOG_LEVEL=INFO")
    assert done.code == 1
    lines = [json.loads(line) for line in done.err.splitlines()]
    assert all(list(line) == KEYS for line in lines)
    (run,) = {line["run"] for line in lines}
    assert re.fullmatch(r"\d{8}T\d{6}Z-[0-9a-f]{6}", run)
    assert {line["site"] for line in lines} == {"feeds_kz"}
    (record,) = (tmp_path / "store" / "runs").rglob("*.json")
    assert run in record.name
    by_url = {line["url"]: line for line in lines}
    assert "could not be read" in by_url[f"{server.url}/gone"]["message"]
    assert f"{server.url}/news/2" in by_url
    # Of the worker process.
    (worker,) = [line for line in lines if line["logger"] == "pipelines.workers"]
    assert (worker["url"], worker["level"]) == (f"{server.url}/news/3", "ERROR")
    assert worker["exception"].startswith("Traceback")
    assert "[forged] ERROR" in worker["exception"]
    # What the table says otherwise.
    messages = [line["message"] for line in lines]
    assert any(re.match(r"The run ended after [\d.]+ s: stored 1, .*failed", text) for text in messages)
    assert "NEWS_CONTACT is not set" in done.err


def test_a_run_in_text(tmp_path: Path, server: Server) -> None:
    done = crawl(tmp_path, server, "text", "--quiet")
    assert done.code == 1
    for line in done.err.splitlines():
        assert line.isprintable()
        assert re.match(r"[-0-9]{10} [:0-9]{8} feeds_kz \d{8}T\d{6}Z-[0-9a-f]{6} \[|    ", line), line
    assert "    ValueError: words" in done.err
    assert re.search(r"^\S+ \S+ \[forged\]", done.err, re.MULTILINE) is None


def test_errors_that_end_a_command_are_lines_too(tmp_path: Path) -> None:
    place = Place(tmp_path, {"NEWS_LOG_FORMAT": "json"})
    for arguments in (("crawl", "nobody"), ("compact", "too", "many")):
        done = place.scrapy(*arguments)
        assert done.code == 2
        (line,) = done.err.splitlines()
        values = json.loads(line)
        assert values["level"] == "ERROR"
        assert values["message"].startswith(f"scrapy {arguments[0]}: ")


def test_a_log_file_gets_the_lines_and_a_person_the_table(tmp_path: Path, server: Server) -> None:
    file = tmp_path / "log"
    done = crawl(tmp_path, server, "json", "--logfile", str(file), "-s", "LOG_LEVEL=INFO")
    assert all(json.loads(line)["run"] for line in file.read_text().splitlines())
    assert "rejected and failed, by reason" in done.err


def test_without_a_log_an_error_is_plain(tmp_path: Path) -> None:
    done = Place(tmp_path, {"NEWS_LOG_FORMAT": "json"}).scrapy("compact", "too", "many", "--nolog")
    assert done.code == 2
    assert done.err.startswith("scrapy compact: ")
