"""`docs/scale.md` says what its figures give, its arithmetic is right, and what measures them works."""

import dataclasses
import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from benchmarks.scale import tables
from benchmarks.scale.jobs import JOBS, outdated, start
from benchmarks.scale.material import GOLD, GoldPage, copies, copy_of, gold_pages, spread, write_warc
from benchmarks.scale.model import (
    Assumptions,
    NotMeasured,
    Prices,
    Requests,
    Units,
    archive,
    crawling,
    units,
)
from benchmarks.scale.requests import kind_of
from benchmarks.scale.watching import CommandFailed, below, cpu_of, of_sessions, run
from pipelines.archive import ArchivedResponse, read_warc
from pipelines.article import RULES_VERSION, Article, Page
from pipelines.process import to_article
from pipelines.store.store import open_store
from tests.documents import ROOT, read
from tests.released import text

MEASURED: dict[str, Any] = json.loads(tables.MEASURED.read_text(encoding="utf-8"))

# The document


def test_tables_of_the_document_are_those_of_the_figures() -> None:
    found = tables.filled(read("docs/scale.md"), MEASURED)
    assert read("docs/scale.md") == found, "run: .venv/bin/python -m benchmarks.scale.tables docs/scale.md"


def test_every_table_has_its_place() -> None:
    marks = [found[1] for found in tables._MARKED.findall(read("docs/scale.md"))]
    assert sorted(marks) == sorted(tables._TABLES)


def test_limits_that_the_document_names_are_those_of_the_arithmetic() -> None:
    unit, given, prices = units(MEASURED), Assumptions(), Prices()
    assert "from 16,000 sites on" in read("docs/scale.md")
    assert [crawling(sites, unit, given, prices).stores for sites in (16_000, 17_000)] == [1, 2]
    # No number of sites makes a round list for as long as there is between two.
    rounds = [crawling(sites, unit, given, prices) for sites in (1_000, 10_000, 40_000, 100_000, 1_000_000)]
    assert max(found.round_seconds for found in rounds) < 120
    # All run records at once would.
    assert "from 46,000 sites on" in read("docs/scale.md")
    seconds = 46_500 * given.runs_a_day * given.history_days / 1000 * given.list_seconds / given.list_threads
    assert seconds == pytest.approx(600, rel=0.01)


# The arithmetic

UNIT = Units(
    extract_ms=94.5,
    parent_ms=10,
    read_ms=0.36,
    speedup=1.8,
    reextract_ms=50,
    run_cpu=3.6,
    news_cpu=2.7,
    run_mib=512,
    news_mib=1280,
    nothing=Requests(put=10, get=20, log_reads=2),
    batch=Requests(put=5, get=7, log_reads=1),
    warc_bytes=30_000,
    row_bytes=10_000,
    body_bytes=200_000,
)


def test_sites_by_hand() -> None:
    found = crawling(864, UNIT, Assumptions(), Prices())
    assert (found.runs, found.articles) == (20_736, 34_560)
    assert found.start_cores == pytest.approx((20_736 * 3.6 + 864 * 16 * 2.7) / 86_400)
    # 94.5 ms of extraction and 5.5 of Scrapy a page.
    assert found.cores == pytest.approx(found.start_cores + 3_456 / 86_400)
    # 20,736 runs of 30 s a day, of which 16 in 24 have a worker: a GiB each in the mean.
    assert found.memory_gib == pytest.approx(7.2)
    # Twice that in the busiest hour, in hosts of which 4.8 GiB are planned with.
    assert (found.hosts, found.hosts_by) == (3, "memory")
    assert found.commits == pytest.approx(864 * 16 / 86_400 * 2)
    assert found.puts == 20_736 * 10 + 864 * 16 * 5
    assert found.gets == 20_736 * (20 + 2 * 50) + 864 * 16 * (7 + 1 * 50)
    assert found.gb_year == pytest.approx(34_560 * 365 * 40_000 / 1e9)
    assert found.judged == 20_736 / 3 / 144
    assert found.round_lists == pytest.approx(20_736 * 44 / 1000)
    # Of 30,000 sites, those that a round judges are fewer than thousands of names.
    large = crawling(30_000, UNIT, Assumptions(), Prices())
    assert large.round_lists == pytest.approx(large.judged * 44)
    assert found.health_puts == pytest.approx(found.round_lists * 144 * 3)
    assert found.money_hosts == pytest.approx(3 * 0.1008 * 720)
    assert found.money_requests == pytest.approx(30 * (found.puts * 5e-6 + found.gets * 4e-7))
    assert found.money_storage == pytest.approx(found.gb_year * 0.023)


def test_processors_decide_where_memory_does_not() -> None:
    slim = dataclasses.replace(UNIT, run_mib=1, news_mib=1)
    assert crawling(864, slim, Assumptions(), Prices()).hosts_by == "processors"


def test_an_archive_by_hand() -> None:
    found = archive(0.01, 200, 100, UNIT, Assumptions(), Prices())
    assert found.kept == 1.5e6
    assert found.reading_hours == pytest.approx(15)
    assert found.extracting_hours == pytest.approx(1.5e6 * 94.5 / 3.6e6)
    assert found.parent_hours == pytest.approx(15 + 1.5e6 * 10 / 3.6e6)
    assert found.workers_a_parent == pytest.approx(8.45)
    # 1.8 times one processor on two: nine tenths of each.
    assert found.host_hours == pytest.approx((15 + found.extracting_hours) / 1.8)
    assert found.days[1] == pytest.approx(found.host_hours / 24)
    assert found.days[10] == pytest.approx(found.host_hours / 240 / 0.95)
    assert (found.batches, found.files, found.months) == (3_000, 300_000, 2_400)
    assert found.puts == 3_000 * (5 + 200)
    assert found.gb == pytest.approx(60)


def test_what_was_not_measured_is_told() -> None:
    less = {**MEASURED, "costs": []}
    with pytest.raises(NotMeasured, match="run python -m"):
        units(less)
    without = {key: job for key, job in MEASURED["jobs"].items() if job["job"] != "reextract"}
    assert "not measured" in tables._reextract({**MEASURED, "jobs": without})


def test_unit_figures_are_told_from_what_was_asked() -> None:
    unit = units(MEASURED)
    (none,) = (cost["asked"] for cost in MEASURED["costs"] if cost["name"] == "a crawl that brings nothing")
    assert unit.nothing.gets(none["log_commits"]) == pytest.approx(none["get"])
    assert unit.nothing.put == none["put"] + none["list"]


# What measures


def page_of(number: int) -> GoldPage:
    paragraphs = "".join(f"<p>{text(number * 10 + part)}</p>" for part in range(4))
    html = f'<html><head><link rel="canonical" href="https://a.kz/old"></head><body><article>{paragraphs}'
    return GoldPage(f"https://a.kz/news/{number}", f"{html}</article></body></html>".encode())


def test_a_copy_is_another_article_of_as_many_words() -> None:
    page = page_of(1)
    one, two = copy_of(page, 1), copy_of(page, 2)
    assert len({page.url, one.url, two.url}) == 3
    assert len(one.body) - len(page.body) == len(one.url) - len("https://a.kz/old")
    assert one.url.split("/")[2] == two.url.split("/")[2] != "a.kz"
    found = [to_article(made_page(copy)) for copy in (one, two)]
    assert all(isinstance(article, Article) for article in found)
    first, second = (article for article in found if isinstance(article, Article))
    assert first.canonical_url == one.url
    assert first.text_sha256 != second.text_sha256
    assert sorted(first.text.split()) == sorted(second.text.split())
    assert copy_of(page, 1) == one


def made_page(page: GoldPage) -> Page:
    return Page(url=page.url, site="a_kz", body=page.body, fetched_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))


def test_copies_go_round() -> None:
    pages = [page_of(1), page_of(2)]
    assert [page.url.split("/", 3)[3] for page in copies(pages, 3)] == [
        "1/a.kz/news/1", "1/a.kz/news/2", "2/a.kz/news/1",
    ]  # fmt: skip
    assert spread([page_of(number) for number in range(10)], 3) == [page_of(0), page_of(3), page_of(6)]


def test_gold_pages_can_be_measured_with(tmp_path: Path) -> None:
    if not GOLD.is_dir():
        pytest.skip("no saved pages: ../shared/gold is missing")
    size = write_warc(tmp_path / "a.warc.gz", spread(gold_pages(), 3), 4)
    items = list(read_warc(tmp_path / "a.warc.gz"))
    bodies = [item.body for item in items if isinstance(item, ArchivedResponse)]
    assert (len(bodies), sum(map(len, bodies))) == (4, size)


def test_requests_are_told_apart() -> None:
    assert kind_of("GET", "/news?list-type=2&prefix=a%2F") == "list"
    assert kind_of("GET", "/news/a/pages/_delta_log/00.json") == "get"
    assert kind_of("HEAD", "/news/a") == "get"
    assert kind_of("PUT", "/news/a?partNumber=1") == "put"
    assert kind_of("POST", "/news/a?uploads") == "put"
    assert kind_of("DELETE", "/news/a") == "delete"


def test_memory_and_time_of_a_command_and_of_what_it_begins(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, time; x = bytearray(60_000_000); "
        "subprocess.run([sys.executable, '-c', 'import time; y = bytearray(30_000_000); "
        "end = time.process_time() + 0.6\\nwhile time.process_time() < end: pass']); time.sleep(0.3)"
    )
    ran = run([sys.executable, "-c", code], {}, tmp_path, cores=[0])
    assert 60 < ran.parent_mib < 120
    assert 30 < ran.worker_mib < 60
    assert 0 < ran.parent_pss_mib <= ran.parent_mib
    assert ran.cpu_seconds > 0.6 > ran.parent_cpu_seconds
    with pytest.raises(CommandFailed, match="ended with 3: no"):
        run([sys.executable, "-c", "import sys; sys.stderr.write('no'); sys.exit(3)"], {}, tmp_path)


def test_processes_below_others_are_found() -> None:
    code = "import subprocess, sys; subprocess.run(['sleep', '30'])"
    with subprocess.Popen([sys.executable, "-c", code]) as process:
        try:
            end = time.monotonic() + 20
            while len(found := below([process.pid])) < 2 and time.monotonic() < end:
                time.sleep(0.05)
            assert process.pid in found
            assert len(found) == 2
            assert cpu_of(process.pid) is not None
        finally:
            for pid in found:
                subprocess.run(["kill", str(pid)], check=False)
    assert cpu_of(process.pid) is None


def test_an_ingest_is_measured_and_its_store_made_old(tmp_path: Path) -> None:
    file = tmp_path / "a.warc.gz"
    write_warc(file, [page_of(number) for number in range(8)], 8)
    (ingest,) = (job for job in JOBS if job.name == "ingest" and job.workers == 1)
    (tmp_path / "new").mkdir()
    ran = start(ingest, tmp_path / "new", [file], None)
    assert ran.cpu_seconds > ran.parent_cpu_seconds > 0
    assert ran.worker_mib > 50
    outdated(tmp_path / "old", tmp_path / "new")
    rows = open_store(f"file:{tmp_path / 'old' / 'store'}").tables.scan(Article).to_table().to_pylist()
    assert len(rows) == 8
    assert {row["rules_version"] for row in rows} == {RULES_VERSION - 1}


def test_a_sampled_ingest_says_what_its_parent_did(tmp_path: Path) -> None:
    file, out = tmp_path / "a.warc.gz", tmp_path / "out.json"
    write_warc(file, [page_of(number) for number in range(8)], 8)
    (ingest,) = (job for job in JOBS if job.name == "ingest" and job.workers == 1)
    sampled = dataclasses.replace(ingest, command=("-m", "benchmarks.scale.sampled", str(out), "ingest"))
    start(sampled, tmp_path, [file], None)
    told = json.loads(out.read_text(encoding="utf-8"))
    assert told["kinds"]["writing"] > 0
    assert told["kinds"]["start"] > told["kinds"]["writing"]
    # All that the parent used is told, but for what the looks took.
    assert 0.5 * told["parent"] < sum(told["kinds"].values()) <= 1.1 * told["parent"]
    assert told["workers"] > 0


def test_without_pages_the_measurement_says_so(tmp_path: Path) -> None:
    code = (
        "import benchmarks.scale.material as m, pathlib\n"
        f"m.gold_pages.__defaults__ = (pathlib.Path({str(tmp_path)!r}),)\n"
        "from benchmarks.scale.__main__ import main\nmain()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "there are no saved pages to measure with" in done.stderr


def test_processes_of_a_session_are_found_when_their_parent_is_gone() -> None:
    code = "import subprocess; print(subprocess.Popen(['sleep', '30']).pid)"
    with subprocess.Popen(
        [sys.executable, "-c", code], start_new_session=True, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        left = int(process.stdout.readline())
        process.wait()
        assert of_sessions({process.pid}) == {left}
        os.kill(left, signal.SIGKILL)
