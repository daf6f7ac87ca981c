"""The main job, end to end: real HTTP on loopback, a real process for each crawl, a store on a folder."""

import contextlib
import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.article import Article, PageRecord
from pipelines.dataset.reader import read_articles
from pipelines.report.run_record import load
from pipelines.store.schema import from_row, to_json
from sample_paper import truth
from sample_paper.editions import CODES
from sample_paper.server import SamplePaper
from tests.loopback import Answer, Server, serve
from tests.running import ROOT, Place, path_of
from tests.validating import faults

SITES = {code: f"sample_{code}_kz" for code in CODES}


def feed(*numbers: int) -> bytes:
    items = "".join(f"<item><link>/news/{number}</link></item>" for number in numbers)
    return f"<rss><channel>{items}</channel></rss>".encode()


def article(number: int, words: str = "") -> bytes:
    sentences = " ".join(
        f"The council of district {number} met on day {day} and counted {number * day} new trees {words}."
        for day in range(1, 15)
    )
    return (
        f"<html><head><title>Trees in district {number}</title></head><body><article>"
        f"<h1>Trees in district {number}</h1><p>{sentences}</p></article></body></html>"
    ).encode()


RIGHTS_FILES = ("/.well-known/tdmrep.json", "/ai.txt")
"""What a host is asked for once a run, when its first page came."""

HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, {})


@pytest.fixture
def answers() -> dict[str, Answer]:
    """A site of three articles; a test may change it between two runs."""
    found = {"/feed": Answer(body=feed(1, 2, 3), headers={"Content-Type": "application/rss+xml"})}
    return found | {f"/news/{number}": Answer(body=article(number), headers=HTML) for number in (1, 2, 3)}


@pytest.fixture
def server(answers: dict[str, Answer]) -> Iterator[Server]:
    with serve(answers) as server:
        yield server


@pytest.fixture
def loop(place: Place, server: Server) -> Place:
    """A place whose `loop_kz` is `server`."""
    host = server.url.removeprefix("http://").rstrip("/")
    return Place(place.folder, {"LOOP_HOST": host})


LOOP = ("-s", "SPIDER_MODULES=tests.spiders")


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, SamplePaper]:
    place = Place(tmp_path_factory.mktemp("paper"), {})
    with SamplePaper(run=1) as paper:
        port = paper.urls["ru"].rstrip("/").rpartition(":")[2]
        place.environment["SAMPLE_PAPER_PORT"] = port
        for site in SITES.values():
            done = place.scrapy("crawl", site, "-a", "backfill=1")
            assert done.code == 0, done.err
    return place, paper


class TestSamplePaper:
    """Three editions, crawled three times."""

    def test_each_address_ends_as_it_should(self, crawled: tuple[Place, SamplePaper]) -> None:
        place, _ = crawled
        found = {code: {} for code in CODES}  # type: dict[str, dict[str, str]]
        for row in place.rows("pages"):
            code = next(code for code, site in SITES.items() if site == row["site"])
            found[code][path_of(row["url"])] = " ".join(filter(None, (row["outcome"], row["reason"])))
        for expected in truth.expected_outcomes(1):
            what = found[expected.edition].get(expected.path)
            if expected.outcome is None:
                assert what is None, expected
            elif expected.twin_of:
                # Of twins, the one that was fetched first is stored.
                pair = {what, found[expected.edition][expected.twin_of]}
                assert "stored" in pair and len(pair) == 2, (expected, pair)  # noqa: PT018
            else:
                assert what == " ".join(filter(None, (expected.outcome, expected.reason))), expected

    def test_nothing_is_asked_for_that_must_not_be(self, crawled: tuple[Place, SamplePaper]) -> None:
        _, paper = crawled
        for expected in truth.expected_outcomes(1):
            assert bool(paper.requests[expected.edition, expected.path]) == expected.requested, expected
        assert all(count <= 2 for (_, path), count in paper.requests.items() if path != "/robots.txt")

    def test_a_batch_holds_all_its_pages_and_at_least_thirty_articles(
        self, crawled: tuple[Place, SamplePaper]
    ) -> None:
        place, _ = crawled
        outcomes = Counter(row["outcome"] for row in place.rows("pages"))
        assert outcomes["stored"] == len(place.rows("articles")) >= 30
        assert outcomes.keys() <= {"stored", "duplicate", "rejected"}

    def test_every_row_is_as_the_schema_says(self, crawled: tuple[Place, SamplePaper]) -> None:
        place, _ = crawled
        for name, record in (("articles", Article), ("pages", PageRecord)):
            for row in place.rows(name):
                assert faults(record, to_json(from_row(record, row))) == [], row["url"]

    def test_text_title_date_and_language_are_those_of_the_paper(
        self, crawled: tuple[Place, SamplePaper]
    ) -> None:
        place, _ = crawled
        stored = {(row["site"], path_of(row["canonical_url"])): row for row in place.rows("articles")}
        wrong, compared = [], 0
        for code in CODES:
            for written in truth.articles(code):
                row = stored.get((SITES[code], written.path))
                if row is None:
                    continue  # of twins, the other address may be the stored one
                compared += 1
                expected = {
                    "text": "\n".join(written.paragraphs),
                    "title": written.title,
                    "language": code,
                    "published_date": written.published.date(),
                    "published_precision": written.precision,
                }
                wrong += [
                    (written.path, name, row[name], value)
                    for name, value in expected.items()
                    if row[name] != value
                ]
        assert wrong == []
        assert compared >= sum(len(truth.articles(code)) for code in CODES) - 1

    def test_a_second_visit_finds_what_was_edited_and_a_third_nothing(
        self, crawled: tuple[Place, SamplePaper]
    ) -> None:
        place, _ = crawled
        before = len(place.rows("pages"))
        with SamplePaper(port=int(place.environment["SAMPLE_PAPER_PORT"]), run=2) as paper:
            for site in SITES.values():
                assert place.scrapy("crawl", site).code == 0
            new = sorted(place.rows("pages"), key=lambda row: row["batched_at"])[before:]
            assert Counter(row["outcome"] for row in new) == {"revised": 3}
            assert {path_of(row["url"]) for row in new} == {truth.edited_path(code) for code in CODES}
            asked = sum(paper.requests.values())
            for site in SITES.values():
                assert place.scrapy("crawl", site).code == 0
            assert sum(paper.requests.values()) > asked
        assert len(place.rows("pages")) == before + 3
        revised = [row for row in read_articles(f"file:{place.store}") if row.revision == 2]
        texts = {path_of(row.url): row.text for row in revised}
        for code in CODES:
            written = truth.article_at(code, truth.edited_path(code), run=2)
            assert written is not None
            assert texts[written.path] == "\n".join(written.paragraphs)


class TestExitCodes:
    def test_0_and_a_record_of_the_run(self, loop: Place) -> None:
        done = loop.scrapy("crawl", "loop_kz", *LOOP)
        assert done.code == 0, done.err
        assert "stored 3" in done.err
        (path,) = (loop.store / "runs").rglob("loop_kz-*.json")
        record = load(path.read_bytes())
        assert (record.outcomes, record.queued, record.pending) == ({"stored": 3}, 3, 0)
        assert record.sources[0].links == 3
        assert loop.scrapy("crawl", "loop_kz", *LOOP).code == 0

    def test_1_when_no_source_can_be_read(self, loop: Place, answers: dict[str, Answer]) -> None:
        answers["/feed"] = Answer(body=b"<html><body>Maintenance</body></html>", headers=HTML)
        done = loop.scrapy("crawl", "loop_kz", *LOOP)
        assert done.code == 1
        assert "no source could be read" in done.err

    def test_1_in_seconds_and_by_source_when_a_site_never_answers(
        self, loop: Place, answers: dict[str, Answer]
    ) -> None:
        answers["/robots.txt"] = Answer(drip_seconds=60)
        began = time.monotonic()
        done = loop.scrapy("crawl", "loop_kz", *LOOP)
        assert time.monotonic() - began < 45
        assert done.code == 1
        assert f"loop_kz: feed http://{loop.environment['LOOP_HOST']}/feed: " in done.err.replace("\n", "")
        assert "robots.txt could not be read" in done.err

    def test_1_when_nobody_answers(self, place: Place) -> None:
        done = place.scrapy("crawl", "loop_kz", *LOOP, LOOP_HOST="127.0.0.1:9")
        assert done.code == 1
        assert "no source could be read" in done.err
        assert "Traceback" not in done.err

    def test_1_when_a_page_fails_which_the_next_run_fetches(
        self, loop: Place, answers: dict[str, Answer]
    ) -> None:
        whole = answers["/news/2"]
        answers["/news/2"] = Answer(status=500)
        done = loop.scrapy("crawl", "loop_kz", *LOOP)
        assert done.code == 1
        assert "1 pages failed" in done.err
        assert loop.outcomes()["/news/2"] == "failed server"
        answers["/news/2"] = whole
        answers["/feed"] = Answer(body=feed(1, 3))
        assert loop.scrapy("crawl", "loop_kz", *LOOP).code == 0
        assert loop.outcomes()["/news/2"] == "stored"
        attempts = [row["attempts"] for row in loop.rows("pages") if path_of(row["url"]) == "/news/2"]
        assert sorted(attempts) == [1, 2]

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (("crawl",), "name one site"),
            (("crawl", "tengrinews_k"), "no site 'tengrinews_k'; did you mean tengrinews_kz?"),
            (("crawl", "loop_kz", *LOOP, "-a", "limit=0"), "-a limit=0: not a whole number"),
            (
                ("crawl", "loop_kz", *LOOP, "-a", "sinse=2026-01-01"),
                "-a sinse: no such argument; did you mean since?",
            ),
            (
                ("crawl", "loop_kz", *LOOP, "-a", "url=https://other.kz/x"),
                "-a url=https://other.kz/x: other.kz is not",
            ),
            (("crawl", "loop_kz", *LOOP, "-s", "NEWS_STORE_URL=data"), "NEWS_STORE_URL: 'data'"),
            (("crawl", "loop_kz", *LOOP, "-s", "NEWS_BATCH_PAGES=many"), "NEWS_BATCH_PAGES: 'many'"),
            (("ingest",), "name one WARC file"),
            (("ingest", "/nonexistent.warc"), "/nonexistent.warc: no such file"),
        ],
    )
    def test_2_in_one_line_before_any_request(
        self, loop: Place, server: Server, arguments: tuple[str, ...], says: str
    ) -> None:
        done = loop.scrapy(*arguments)
        assert done.code == 2
        assert says in done.err
        assert len(done.err.strip().splitlines()) == 1, done.err
        assert server.seen == []
        assert not loop.store.exists()

    def test_3_when_the_store_cannot_be_written(self, loop: Place, server: Server) -> None:
        loop.folder.joinpath("store").write_text("in the way")
        done = loop.scrapy("crawl", "loop_kz", *LOOP)
        assert done.code == 3
        assert "store" in done.err
        assert "Traceback" not in done.err
        assert server.seen == []

    def test_3_when_the_store_fails_in_the_middle_and_nothing_is_lost(self, loop: Place) -> None:
        assert loop.scrapy("crawl", "loop_kz", *LOOP, "-a", "limit=1").code == 0
        log = loop.store / "articles" / "_delta_log"
        log.rename(log.with_name("away"))
        log.write_text("in the way")
        done = loop.scrapy("crawl", "loop_kz", *LOOP)
        assert done.code == 3, done.err
        log.unlink()
        log.with_name("away").rename(log)
        assert loop.scrapy("crawl", "loop_kz", *LOOP).code == 0
        assert sorted(loop.outcomes().values()) == ["stored"] * 3

    def test_4_when_another_run_holds_the_site(self, loop: Place, answers: dict[str, Answer]) -> None:
        answers["/news/1"] = Answer(body=article(1), headers=HTML, drip_seconds=20)
        with loop.start("crawl", "loop_kz", *LOOP) as first:
            _wait_for(lambda: any((loop.folder / "ledger").rglob("*.sqlite3")))
            done = loop.scrapy("crawl", "loop_kz", *LOOP)
            first.kill()
        assert done.code == 4
        assert f"loop_kz is held by another run (process {first.pid} on " in done.err

    def test_5_when_interrupted_with_what_was_fetched_in_the_store(
        self, loop: Place, answers: dict[str, Answer], server: Server
    ) -> None:
        answers["/news/3"] = Answer(body=article(3), headers=HTML, drip_seconds=3)
        with loop.start("crawl", "loop_kz", *LOOP) as process:
            _wait_for(lambda: "/news/3" in [path for path, _ in server.seen])
            process.send_signal(signal.SIGTERM)
            _, err = process.communicate(timeout=60)
        assert process.returncode == 5, err
        assert loop.outcomes()["/news/1"] == "stored"
        answers["/news/3"] = Answer(body=article(3), headers=HTML)
        assert loop.scrapy("crawl", "loop_kz", *LOOP).code == 0
        assert sorted(loop.outcomes().values()) == ["stored"] * 3

    def test_5_at_once_on_a_second_signal_and_nothing_is_lost(
        self, loop: Place, answers: dict[str, Answer], server: Server
    ) -> None:
        answers["/news/3"] = Answer(body=article(3), headers=HTML, drip_seconds=25)
        with loop.start("crawl", "loop_kz", *LOOP) as process:
            _wait_for(lambda: "/news/3" in [path for path, _ in server.seen])
            process.send_signal(signal.SIGTERM)
            time.sleep(1)
            assert process.poll() is None
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=10)
        assert process.returncode == 5
        answers["/news/3"] = Answer(body=article(3), headers=HTML)
        assert loop.scrapy("crawl", "loop_kz", *LOOP).code == 0
        assert sorted(loop.outcomes().values()) == ["stored"] * 3


def _wait_for(condition: object, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def test_a_crawl_that_is_killed_ends_as_an_undisturbed_one(
    loop: Place, answers: dict[str, Answer], server: Server
) -> None:
    """kill -9 at five moments of one crawl; what is in the store in the end is what one run brings."""
    numbers = range(1, 41)
    answers["/feed"] = Answer(body=feed(*numbers))
    answers |= {f"/news/{number}": Answer(body=article(number), headers=HTML) for number in numbers}
    for killed_at in (5, 12, 20, 28, 36):
        before = len(server.seen)
        with loop.start("crawl", "loop_kz", *LOOP, "-s", "NEWS_BATCH_PAGES=7") as process:
            _wait_for(lambda: len(server.seen) - before >= killed_at // 3 or process.poll() is not None)  # noqa: B023
            process.kill()
    assert loop.scrapy("crawl", "loop_kz", *LOOP, "-s", "NEWS_BATCH_PAGES=7").code == 0
    pages, articles = loop.rows("pages"), loop.rows("articles")
    assert Counter(row["outcome"] for row in pages) == {"stored": 40}
    assert sorted(path_of(row["url"]) for row in articles) == sorted(f"/news/{number}" for number in numbers)
    assert len({row["id"] for row in articles}) == 40


def test_one_address_by_hand(loop: Place, server: Server) -> None:
    url = f"{server.url.rstrip('/')}/news/2"
    done = loop.scrapy("crawl", "loop_kz", *LOOP, "-a", f"url={url}")
    assert done.code == 0, done.err
    assert server.paths() == ["/robots.txt", "/news/2", *RIGHTS_FILES]
    assert loop.outcomes() == {"/news/2": "stored"}
    assert loop.scrapy("crawl", "loop_kz", *LOOP, "-a", f"url={url}").code == 0
    assert loop.outcomes() == {"/news/2": "unchanged"}


def test_failed_pages_again_whatever_their_rest_and_nothing_else(
    loop: Place, answers: dict[str, Answer], server: Server
) -> None:
    whole = answers["/news/2"]
    answers["/news/2"] = Answer(status=500)
    for _ in range(3):
        assert loop.scrapy("crawl", "loop_kz", *LOOP).code == 1
    answers["/news/2"] = whole
    assert loop.scrapy("crawl", "loop_kz", *LOOP).code == 0
    assert loop.outcomes()["/news/2"] == "failed server"  # it rests
    before = len(server.seen)
    done = loop.scrapy("retry-failed", "loop_kz", *LOOP)
    assert done.code == 0, done.err
    assert loop.outcomes()["/news/2"] == "stored"
    assert server.paths()[before:] == ["/robots.txt", "/news/2", *RIGHTS_FILES]
    assert loop.scrapy("retry-failed").err.startswith("scrapy retry-failed: name one site")


def test_a_limit_leaves_the_rest_to_the_next_run(loop: Place) -> None:
    assert loop.scrapy("crawl", "loop_kz", *LOOP, "-a", "limit=2").code == 0
    assert len(loop.rows("pages")) == 2
    assert loop.scrapy("crawl", "loop_kz", *LOOP).code == 0
    assert sorted(loop.outcomes()) == ["/news/1", "/news/2", "/news/3"]


def test_a_list_that_a_button_loads_is_followed_to_its_end(loop: Place, answers: dict[str, Answer]) -> None:
    json = {"Content-Type": "application/json"}
    answers["/more?start=0"] = Answer(
        body=rb'{"html": "<a href=\"\/news\/1\">1<\/a><a href=\"\/news\/2\">2<\/a>"}', headers=json
    )
    answers["/more?start=2"] = Answer(body=b'[{"title": "3", "url": "/news/3"}]', headers=json)
    answers["/more?start=4"] = Answer(body=b"\n", headers=HTML)
    done = loop.scrapy("crawl", "more_kz", *LOOP)
    assert done.code == 0, done.err
    assert loop.outcomes() == dict.fromkeys(("/news/1", "/news/2", "/news/3"), "stored")


def test_days_by_argument(loop: Place, answers: dict[str, Answer]) -> None:
    answers["/feed"] = Answer(
        body=b"<rss><channel>"
        b"<item><link>/news/1</link><pubDate>Thu, 19 Nov 2026 20:30:00 +0000</pubDate></item>"
        b"<item><link>/news/2</link><pubDate>Thu, 19 Nov 2026 10:00:00 +0000</pubDate></item>"
        b"<item><link>/news/3</link></item></channel></rss>"
    )
    # 20:30 UTC is the 20th in Almaty; what has no date is taken.
    assert loop.scrapy("crawl", "loop_kz", *LOOP, "-a", "since=2026-11-20").code == 0
    assert sorted(loop.outcomes()) == ["/news/1", "/news/3"]


def test_articles_to_a_file_as_scrapy_users_expect(loop: Place, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert loop.scrapy("crawl", "loop_kz", *LOOP, "-O", str(out)).code == 0
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert sorted(path_of(line["url"]) for line in lines) == ["/news/1", "/news/2", "/news/3"]
    assert all(line["text"] and line["id"] for line in lines)
    done = loop.scrapy("crawl", "loop_kz", *LOOP, "-a", "limit=1", "-o", "-:jsonl", "-q")
    assert done.out == ""


PAGES = {
    10: (Answer(status=404), "rejected gone"),
    11: (Answer(status=410), "rejected gone"),
    12: (Answer(status=403), "failed refused"),
    13: (Answer(status=503), "failed server"),
    14: (Answer(hang_up=True), "failed network"),
    15: (Answer(body=b"%PDF-1.4 not a page" * 99, headers=HTML), "rejected not_html"),
    16: (Answer(body=b"", headers=HTML), "rejected empty"),
    17: (Answer(status=302, headers={"Location": "/news/1"}), "unchanged"),
    18: (Answer(status=301, headers={"Location": "http://127.0.0.1:9/news/9"}), "rejected offsite"),
    19: (Answer(status=302, headers={"Location": "file:///etc/passwd"}), "failed refused"),
    20: (Answer(body=b"x" * 11_000_000, headers=HTML), "rejected too_large"),
    21: (Answer(body=article(21), headers=HTML | {"Content-Encoding": "gzip"}), "failed network"),
    22: (Answer(status=302, headers={"Location": "/news/22"}), "failed network"),
}
"""Answers of a page, and what it ends as."""


def test_what_a_page_may_answer(loop: Place, answers: dict[str, Answer]) -> None:
    answers["/feed"] = Answer(body=feed(1, *PAGES))
    answers |= {f"/news/{number}": page for number, (page, _) in PAGES.items()}
    done = loop.scrapy("crawl", "loop_kz", *LOOP)
    expected = {f"/news/{number}": outcome for number, (_, outcome) in PAGES.items()}
    assert loop.outcomes() == {"/news/1": "stored", **expected}
    assert len(loop.rows("pages")) == len(PAGES) + 1
    assert done.code == 1
    assert "Traceback" not in done.err


def test_plain_lines_where_there_is_no_terminal(loop: Place) -> None:
    done = loop.scrapy(
        "crawl", "loop_kz", *LOOP, SCRAPY_PROJECT="default", NEWS_ALLOW_ADDRESSES="127.0.0.0/8"
    )
    assert done.code == 0
    assert "\x1b" not in done.err
    assert len(done.err.splitlines()) < 15, done.err


def test_a_live_table_on_a_terminal_and_the_summary_after_it(loop: Place, answers: dict[str, Answer]) -> None:
    answers["/news/3"] = Answer(body=article(3), headers=HTML, drip_seconds=1.5)
    command = [sys.executable, "-m", "scrapy", "crawl", "loop_kz", *LOOP]
    parent, child = pty.openpty()
    with subprocess.Popen(
        command, cwd=ROOT, env=loop.variables(TERM="xterm", NEWS_CONTACT=""), stdout=child, stderr=child
    ) as process:
        os.close(child)
        shown = b""
        # Reading a terminal whose other end was closed is an error, not an end.
        with contextlib.suppress(OSError):
            while chunk := os.read(parent, 65536):
                shown += chunk
    os.close(parent)
    assert process.returncode == 0, shown
    text = shown.decode()
    live, summary = text.index("new addresses"), text.rindex("by outcome")
    assert live < summary
    assert "stored 3" in text[summary:]
    # One line asks for a contact.
    assert text.count("NEWS_CONTACT is not set") == 1
