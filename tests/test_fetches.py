"""What a run's record says of requests and of the time that answers took."""

import datetime as dt
import json
import random
import statistics
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import Response

from crawlers.extensions.fetches import MAX_HOSTS, OTHERS, Fetches
from pipelines.report.run_record import FetchSeconds, RunRecord, load, save
from pipelines.store.folder import FolderStore
from tests.loopback import Answer, serve
from tests.running import Place
from tests.test_crawl import HTML, LOOP, article, feed

NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)


def test_percentiles_are_true_to_three_percent_whatever_the_number() -> None:
    random_ = random.Random(8)  # noqa: S311
    times = [random_.lognormvariate(-1, 1) for _ in range(20_001)]
    fetches = Fetches()
    for seconds in times:
        fetches.timed(seconds)
    found = fetches.seconds()
    assert found is not None
    assert found.count == len(times)
    assert found.p50 == pytest.approx(statistics.median(times), rel=0.03)
    assert found.p95 == pytest.approx(sorted(times)[int(0.95 * len(times))], rel=0.03)


def test_times_out_of_bounds_are_held_within() -> None:
    fetches = Fetches()
    assert fetches.seconds() is None
    for seconds in (0.0, -1.0, 1e9):
        fetches.timed(seconds)
    found = fetches.seconds()
    assert found is not None
    assert 0 < found.p50 < 0.0011
    assert 580 < found.p95 < 640


def test_hosts_are_counted_up_to_a_number() -> None:
    fetches = Fetches()
    for number in range(MAX_HOSTS + 5):
        request = Request(f"https://user:word@H{number}.kz/")
        fetches.requested(request)
        fetches.answered(Response(request.url, status=429), request)
    fetches.requested(Request("https://h0.kz/x"))
    assert len(fetches.requests) == MAX_HOSTS + 1
    assert (fetches.requests["h0.kz"], fetches.requests[OTHERS]) == (2, 5)
    assert fetches.refusals[OTHERS] == 5


def test_a_record_of_before_is_read_and_a_new_one_comes_back(tmp_path: Path) -> None:
    objects = FolderStore(tmp_path)
    record = RunRecord(
        run_id="r",
        site="a_kz",
        kind="crawl",
        started_at=NOW,
        finished_at=NOW,
        finish_reason="finished",
        fetch_seconds=FetchSeconds(3, 0.2, 0.9),
        requests={"a.kz": 4},
        refusals={"a.kz": 1},
    )
    save(objects, record)
    data = objects.get(record.key)
    assert data is not None
    assert load(data) == record
    old = {
        name: value
        for name, value in json.loads(data).items()
        if name not in ("fetch_seconds", "requests", "refusals")
    }
    read = load(json.dumps(old).encode())
    assert (read.fetch_seconds, read.requests, read.refusals) == (None, {}, {})


def test_a_crawl_tells_them(tmp_path: Path) -> None:
    busy = Answer(status=429, headers={"Retry-After": "1"})
    answers = {"/feed": Answer(body=feed(1, 2)), "/news/1": Answer(body=article(1), headers=HTML)}
    with serve({**answers, "/news/2": busy}) as server:
        host = server.url.removeprefix("http://")
        place = Place(tmp_path, {"LOOP_HOST": host})
        place.scrapy("crawl", "loop_kz", *LOOP, "-s", "RETRY_TIMES=1")
        asked = len(server.seen)
    (path,) = (place.store / "runs").rglob("loop_kz-*.json")
    record = load(path.read_bytes())
    assert record.requests == {host: asked}
    assert record.refusals == {host: 2}
    assert record.fetch_seconds is not None
    assert record.fetch_seconds.count == asked
    assert 0 < record.fetch_seconds.p50 <= record.fetch_seconds.p95 < 5
