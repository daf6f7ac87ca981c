"""Two hosts, or two runs, at one site: one outcome for each page, nothing twice, and who is late is told."""

import hashlib
import json
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.lock import SiteLock
from tests.faults import site_of, start_patched
from tests.loopback import Answer, Server, serve
from tests.running import Place, path_of
from tests.test_crawl import HTML, LOOP, article

PAGES = range(1, 7)


@pytest.fixture
def answers() -> dict[str, Answer]:
    return site_of(PAGES)


@pytest.fixture
def server(answers: dict[str, Answer]) -> Iterator[Server]:
    with serve(answers) as server:
        yield server


def host(server: Server, folder: Path, name: str) -> Place:
    """A host with a ledger of its own and the store that all share."""
    environment = {
        "LOOP_HOST": server.url.removeprefix("http://"),
        "NEWS_LEDGER_DIR": str(folder / name),
    }
    return Place(folder, environment)


def files(store: Path) -> dict[str, str]:
    """Hash of each file of the tables and the archive."""
    found = (path for name in ("articles", "pages", "warc") for path in (store / name).rglob("*"))
    return {
        str(path.relative_to(store)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in found
        if path.is_file()
    }


def assert_all_is_in_once(place: Place) -> None:
    articles = place.rows("articles")
    assert sorted(path_of(row["url"]) for row in articles) == [f"/news/{number}" for number in PAGES]
    stored = [path_of(row["url"]) for row in place.rows("pages") if row["outcome"] == "stored"]
    assert sorted(stored) == [f"/news/{number}" for number in PAGES]


def test_two_hosts_that_begin_together_at_a_new_store(
    server: Server, answers: dict[str, Answer], tmp_path: Path
) -> None:
    answers["/news/6"] = Answer(body=article(6), headers=HTML, drip_seconds=8)
    places = [host(server, tmp_path, name) for name in ("one", "two")]
    runs = [place.start("crawl", "loop_kz", *LOOP) for place in places]
    told = [run.communicate(timeout=120)[1] for run in runs]
    assert sorted(run.returncode for run in runs) == [0, 4], told
    late = told[0] if runs[0].returncode == 4 else told[1]
    assert (
        "held by another host's run" in late or "took its lease just now" in late or "changes hands" in late
    )
    assert len(late.strip().splitlines()) == 1
    assert_all_is_in_once(places[0])
    assert max(Counter(server.paths()).values()) == 1


def test_three_cron_runs_at_once(server: Server, answers: dict[str, Answer], tmp_path: Path) -> None:
    answers["/news/6"] = Answer(body=article(6), headers=HTML, drip_seconds=8)
    place = host(server, tmp_path, "one")
    runs = [place.start("crawl", "loop_kz", *LOOP) for _ in range(3)]
    told = [run.communicate(timeout=120)[1] for run in runs]
    assert sorted(run.returncode for run in runs) == [0, 4, 4], told
    first = next(run for run in runs if run.returncode == 0)
    for run, text in zip(runs, told, strict=True):
        if run is not first:
            assert f"loop_kz is held by another run (process {first.pid} on " in text
    assert_all_is_in_once(place)


def test_a_lock_whose_process_number_is_anothers_now_is_free(tmp_path: Path) -> None:
    """The number in the file is for people; what holds is the kernel's lock."""
    stale = {"pid": os.getpid(), "host": "here", "since": "2026-11-20T09:30:00+00:00"}
    (tmp_path / "a_kz.lock").write_text(json.dumps(stale))
    with SiteLock(tmp_path, "a_kz"):
        holder = json.loads((tmp_path / "a_kz.lock").read_text())
    assert holder["since"] > stale["since"]


def wait_until_stopped(pid: int) -> None:
    end = time.monotonic() + 60
    while Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "T":
        assert time.monotonic() < end, "it did not stop"
        time.sleep(0.05)


@pytest.mark.parametrize("point", ["batch_frozen", "articles_durable", "pages_durable"])
def test_a_run_that_slept_through_its_lease_changes_nothing(
    server: Server, tmp_path: Path, point: str
) -> None:
    """Stopped in the middle of its first commit; another host takes the site over, and ends; it goes on."""
    sleeper, other = (host(server, tmp_path, name) for name in ("one", "two"))
    module = "pipelines.recorder" if point == "batch_frozen" else "pipelines.commit"
    change = (
        "pipelines.session.RENEW_SECONDS = 1.0\n"
        f"{module}.passed = lambda point, left=[1]: point == {point!r} and left and left.pop()"
        " and os.kill(os.getpid(), signal.SIGSTOP)"
    )
    with start_patched(sleeper, change, "crawl", "loop_kz", *LOOP, "-s", "NEWS_BATCH_PAGES=2") as asleep:
        wait_until_stopped(asleep.pid)
        lease = other.store / "leases" / "site=loop_kz.json"
        long_ago = time.time() - 400
        os.utime(lease, (long_ago, long_ago))
        done = other.scrapy("crawl", "loop_kz", *LOOP)
        assert done.code == 0, done.err
        assert "was not renewed; taken over" in done.err
        assert_all_is_in_once(other)
        before = files(other.store)
        asleep.send_signal(signal.SIGCONT)
        _, err = asleep.communicate(timeout=60)
    assert asleep.returncode == 4, err
    assert "another host's run has taken the lease, so this run stops" in err
    after = files(other.store)
    assert {name: after.get(name) for name in before} == before
    assert_all_is_in_once(other)
    # What it had fetched meanwhile ends as an outcome, too.
    assert sleeper.scrapy("crawl", "loop_kz", *LOOP).code == 0
    assert_all_is_in_once(other)
    outcomes = Counter(row["outcome"] for row in other.rows("pages"))
    assert outcomes.keys() <= {"stored", "unchanged"}
