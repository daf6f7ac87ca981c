"""Saved pages into the dataset: counts add up, a second time brings nothing twice, a kill loses nothing."""

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from pipelines.archive import response_record
from pipelines.article import Page
from pipelines.report.run_record import load
from tests.factories import make_page
from tests.running import ROOT, Place

GOLD = ROOT.parent / "shared" / "gold"


def sentences(number: int) -> str:
    """No page is a near-duplicate of another: four names in each sentence are its own."""
    drawn = random.Random(number)  # noqa: S311
    names = ["".join(drawn.choices("bdgklmnrstvz", k=3)) + "ovo" for _ in range(48)]
    return " ".join(
        f"On day {day} the council of {names[day]} met and counted {day * 7} new trees along"
        f" the {names[day + 12]} road, between {names[day + 24]} and {names[day + 36]}."
        for day in range(1, 12)
    )


def saved_page(number: int, host: str = "a.kz", **fields: object) -> Page:
    text = f"<h1>Trees {number}</h1><p>{number} {sentences(number)}</p>"
    body = f"<html><body><article>{text}</article></body></html>"
    values = {"body": body.encode(), "site": "x", "headers": (("content-type", "text/html"),), **fields}
    return make_page(f"https://{host}/news/{number}", **values)


def write_warc(path: Path, pages: list[Page]) -> Path:
    path.write_bytes(b"".join(response_record(page) for page in pages))
    return path


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, {})


def test_records_of_many_sites_are_rows_and_batches_are_by_rows(place: Place, tmp_path: Path) -> None:
    hosts = [f"paper{number}.kz" for number in range(12)] + ["tengrinews.kz"]
    pages = [saved_page(number, host) for host in hosts for number in (1, 2)]
    warc = write_warc(tmp_path / "a.warc.gz", [*pages, pages[0], saved_page(3, status=404)])
    done = place.scrapy("ingest", str(warc), "-s", "NEWS_BATCH_PAGES=14")
    assert done.code == 0, done.err
    rows = place.rows("pages")
    assert len(rows) == 28
    assert Counter(row["outcome"] for row in rows) == {"stored": 26, "unchanged": 1, "rejected": 1}
    assert len({row["batch_id"] for row in rows}) == 2
    assert {row["site"] for row in rows} == {f"paper{number}_kz" for number in range(12)} | {
        "tengrinews_kz",
        "a_kz",
    }
    # A declared site's hints are used.
    (publisher,) = {row["publisher"] for row in place.rows("articles") if row["site"] == "tengrinews_kz"}
    assert publisher == "Tengrinews"
    assert all(row["warc_key"].startswith("warc/site=_many/") for row in rows)


def test_editions_on_one_host_are_told_apart_by_address(place: Place, tmp_path: Path) -> None:
    body = saved_page(1).body
    editions = {
        "https://24.kg/obschestvo/356276_sudya_/": "24_kg",
        "http://www.24.kg/english/376610_Schools/": "24_en_kg",
        "https://24.kg/kyrgyzcha/356277_sot/": "24_ky_kg",
    }
    headers = (("content-type", "text/html"),)
    warc = write_warc(
        tmp_path / "a.warc.gz",
        [make_page(url, body=body, headers=headers) for url in (*editions, "https://24.kg/about/")],
    )
    done = place.scrapy("ingest", str(warc))
    assert done.code == 0, done.err
    sites = {row["url"]: row["site"] for row in place.rows("pages")}
    assert {url: sites[url] for url in editions} == editions
    assert sites["https://24.kg/about/"].startswith("24_")  # no edition's article: that of any of them


def test_a_second_time_brings_nothing_twice(place: Place, tmp_path: Path) -> None:
    pages = [saved_page(number) for number in range(3)]
    one = write_warc(tmp_path / "one.warc.gz", pages)
    copy = write_warc(tmp_path / "copy.warc.gz", pages)
    assert place.scrapy("ingest", str(one)).code == 0
    done = place.scrapy("ingest", str(copy))
    assert done.code == 0
    assert "3 records were in the dataset already" in done.err
    assert len(place.rows("pages")) == 3


def test_a_record_that_cannot_be_read_is_counted_and_named(place: Place, tmp_path: Path) -> None:
    warc = write_warc(tmp_path / "torn.warc.gz", [saved_page(1), saved_page(2)])
    warc.write_bytes(warc.read_bytes()[:-40])
    done = place.scrapy("ingest", str(warc))
    assert done.code == 1
    assert "torn.warc.gz, record 1: torn: " in done.err
    assert "1 records could not be read" in done.err
    assert len(place.rows("pages")) == 1


def test_what_comes_before_a_file_that_is_no_warc_is_kept(place: Place, tmp_path: Path) -> None:
    warc = write_warc(tmp_path / "a.warc.gz", [saved_page(1)])
    (tmp_path / "b.warc.gz").write_bytes(gzip.compress(b"not a warc"))
    done = place.scrapy("ingest", str(warc), str(tmp_path / "b.warc.gz"))
    assert done.code == 2
    assert "b.warc.gz: not a WARC file" in done.err
    assert len(place.rows("pages")) == 1


def test_an_ingest_that_is_killed_goes_on(place: Place, tmp_path: Path) -> None:
    warc = write_warc(tmp_path / "a.warc.gz", [saved_page(number) for number in range(120)])
    for seconds in (1.0, 1.3, 1.6, 2.0):
        process = place.start("ingest", str(warc), "-s", "NEWS_BATCH_PAGES=20")
        _until(lambda: any((tmp_path / "ledger").rglob("*.sqlite3")))
        time.sleep(seconds)
        process.kill()
        process.communicate()
    assert place.scrapy("ingest", str(warc), "-s", "NEWS_BATCH_PAGES=20").code == 0
    rows = place.rows("pages")
    assert Counter(row["outcome"] for row in rows) == {"stored": 120}
    assert sorted(row["origin_record"] for row in rows) == list(range(120))
    assert len({row["id"] for row in place.rows("articles")}) == 120


def _until(condition: object) -> None:
    end = time.monotonic() + 30
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.05)


def test_an_ingest_that_is_interrupted_ends_whole(place: Place, tmp_path: Path) -> None:
    warc = write_warc(tmp_path / "a.warc.gz", [saved_page(number) for number in range(400)])
    process = place.start("ingest", str(warc))
    _until(lambda: any((tmp_path / "ledger").rglob("*.sqlite3-wal")))
    time.sleep(1.5)
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 5, err
    (path,) = (place.store / "runs").rglob("_ingest-*.json")
    assert sum(load(path.read_bytes()).outcomes.values()) == len(place.rows("pages"))
    assert json.loads(path.read_bytes())["exit_code"] == 5


def test_pages_of_an_archive_are_left_to_the_crawl_of_its_site(place: Place, tmp_path: Path) -> None:
    """What was ingested is known to a crawl of that site: it is not fetched again."""
    warc = write_warc(tmp_path / "a.warc.gz", [saved_page(1, "127.0.0.1:9")])
    assert place.scrapy("ingest", str(warc)).code == 0
    (row,) = place.rows("pages")
    assert row["site"] == "127_0_0_1_9"


@pytest.mark.skipif(not GOLD.exists(), reason="../shared/gold is not here")
def test_real_pages_of_many_sites(place: Place, tmp_path: Path) -> None:
    warc = tmp_path / "gold.warc.gz"
    subprocess.run([sys.executable, str(GOLD / "make_warc.py"), str(warc)], check=True, capture_output=True)
    done = place.scrapy("ingest", str(warc), NEWS_WORKERS=str(os.cpu_count() or 1))
    assert done.code == 0, done.err
    rows = place.rows("pages")
    assert len(rows) == 554
    assert len({row["site"] for row in rows}) > 400
    outcomes = Counter(row["outcome"] for row in rows)
    assert outcomes["failed"] == 0
    assert outcomes["stored"] == len(place.rows("articles")) > 520
    assert len({row["batch_id"] for row in rows}) == 2
