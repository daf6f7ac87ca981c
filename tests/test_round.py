"""The parts of a round: which sites, in which processes, and what is said of them."""

import asyncio
import contextlib
import dataclasses
import datetime as dt
import os
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from crawlers.after_round import _put_day, _take_day
from crawlers.news_spider import NewsSpider
from crawlers.round.crawl_sites import SiteCrawls, claim
from crawlers.round.processes import Ended, Processes, environment
from crawlers.round.records import leave_record, read_record
from crawlers.round.results import Fate, Result, exit_code, result_of
from crawlers.round.shown import line
from crawlers.round.sites import Shard, Site, choose, due, last_starts
from pipelines.dataset.verify.objects import check_objects
from pipelines.errors import UsageError
from pipelines.report.run_record import RunRecord, load, save
from pipelines.store.folder import FolderStore
from pipelines.store.location import parse_store_url
from pipelines.store.objects import ObjectStore
from pipelines.store.opening import open_objects

NOW = dt.datetime(2026, 11, 22, 10, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def site(name: str, *, every: dt.timedelta = HOUR, **more: Any) -> Site:
    values = {"country": name[-2:].upper(), "hosts": (f"{name}.example",), **more}
    return Site(name=name, every=every, within=HOUR, **values)


def record(name: str, start: dt.datetime, **more: Any) -> RunRecord:
    values: dict[str, Any] = {"finished_at": start, "finish_reason": "finished", **more}
    return RunRecord(
        run_id=f"{start:%Y%m%dT%H%M%SZ}-0a1b2c", site=name, kind="crawl", started_at=start, **values
    )


@pytest.fixture
def objects(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "store")


SITES = {one.name: one for one in (site("a_kz"), site("b_uz"), site("c_kz", only_when_named=True))}


class TestChoice:
    @pytest.mark.parametrize(
        ("names", "country", "expected"),
        [
            ([], None, ["a_kz", "b_uz"]),
            (["c_kz", "a_kz", "c_kz"], None, ["a_kz", "c_kz"]),
            ([], "kz", ["a_kz"]),
        ],
    )
    def test_sites(self, names: list[str], country: str | None, expected: list[str]) -> None:
        assert [one.name for one in choose(SITES, names, country, None)] == expected

    @pytest.mark.parametrize(
        ("names", "country", "says"),
        [
            (["a_k"], None, "did you mean a_kz"),
            (["zzz"], None, "`scrapy list` shows"),
            ([], "FR", "there are: KZ, UZ"),
            (["a_kz"], "KZ", "not both"),
        ],
    )
    def test_wrong_use(self, names: list[str], country: str | None, says: str) -> None:
        with pytest.raises(UsageError, match=says):
            choose(SITES, names, country, None)

    @pytest.mark.parametrize("text", ["", "1", "0/2", "3/2", "1/0", "a/b", "-1/2", "1/2/3"])
    def test_a_wrong_shard(self, text: str) -> None:
        with pytest.raises(UsageError, match="--shard"):
            Shard.parse(text)

    def test_shards_part_the_sites_and_a_new_one_moves_none(self) -> None:
        many = [site(f"s{number}_kz") for number in range(300)]
        shards = [Shard.parse(f"{number}/3") for number in (1, 2, 3)]
        placed = {one.name: [shard.number for shard in shards if shard.has(one)] for one in many}
        assert all(len(numbers) == 1 for numbers in placed.values())
        sizes = [sum(numbers == [n] for numbers in placed.values()) for n in (1, 2, 3)]
        assert min(sizes) > 70, sizes
        # Not Python's own hash, which differs from process to process.
        assert [placed[f"s{number}_kz"] for number in range(6)] == [[3], [3], [2], [1], [2], [1]]

    def test_editions_of_a_host_are_of_one_shard(self) -> None:
        hosts = ("shared.example",)
        shard = Shard.parse("1/4")
        found = {shard.has(site(f"e{number}_kz", hosts=hosts)) for number in range(20)}
        assert len(found) == 1

    @pytest.mark.parametrize(
        "attributes",
        [
            {"crawl_every": dt.timedelta(seconds=59)},
            {"crawl_every": dt.timedelta(days=32)},
            {"crawl_every": 3600},
            {"crawl_within": dt.timedelta(0)},
            {"crawl_within": dt.timedelta(days=2)},
        ],
    )
    def test_times_of_no_use(self, attributes: Mapping[str, object]) -> None:
        spider = type("Bad", (NewsSpider,), {"name": "bad_kz", "country": "KZ", "hosts": (), **attributes})
        with pytest.raises(UsageError, match=f"bad_kz: {next(iter(attributes))} is .* timedelta from"):
            Site.of(spider)


class TestDue:
    @pytest.mark.parametrize(
        ("every", "ago", "expected"),
        [
            (HOUR, HOUR, True),
            # A quarter of the interval early, at most five minutes.
            (HOUR, HOUR - dt.timedelta(minutes=5), True),
            (HOUR, HOUR - dt.timedelta(minutes=6), False),
            (dt.timedelta(minutes=1), dt.timedelta(seconds=45), True),
            (dt.timedelta(minutes=1), dt.timedelta(seconds=44), False),
            (dt.timedelta(days=1), HOUR, False),
            (HOUR, None, True),
        ],
    )
    def test_when(self, every: dt.timedelta, ago: dt.timedelta | None, expected: bool) -> None:
        starts = {} if ago is None else {"a_kz": NOW - ago}
        assert bool(due([site("a_kz", every=every)], starts, NOW)) is expected

    def test_no_hour_is_left_out_by_jitter(self) -> None:
        """An hourly cron, whose site begins some seconds earlier or later each time."""
        began: dict[str, dt.datetime] = {}
        runs = 0
        for hour in range(24):
            now = NOW + hour * HOUR + dt.timedelta(seconds=(hour * 37) % 90)
            if due([site("a_kz")], began, now):
                began["a_kz"] = now + dt.timedelta(seconds=(hour * 53) % 120)
                runs += 1
        assert runs == 24

    def test_who_waits_longest_is_first(self) -> None:
        starts = {"a_kz": NOW - 2 * HOUR, "b_kz": NOW - 3 * HOUR}
        found = due([site("a_kz"), site("b_kz"), site("new_kz")], starts, NOW)
        assert [one.name for one in found] == ["new_kz", "b_kz", "a_kz"]

    def test_starts_are_read_as_far_back_as_they_matter(
        self, objects: FolderStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for start in (NOW - 30 * HOUR, NOW - 50 * HOUR):
            save(objects, record("slow_kz", start))
        for start in (NOW - HOUR, NOW - 2 * HOUR, NOW + HOUR):
            save(objects, record("a_kz", start))
        save(objects, record("a_kz_too", NOW))
        objects.replace("runs/2026-11-22/nothing.json", b"")
        listed: list[str] = []
        whole = FolderStore.list

        def told(store: FolderStore, prefix: str) -> Iterator[str]:
            listed.append(prefix)
            return whole(store, prefix)

        monkeypatch.setattr(FolderStore, "list", told)
        sites = [site("a_kz"), site("slow_kz", every=dt.timedelta(days=3)), site("new_kz")]
        # The start in the future is a wrong clock's.
        assert last_starts(objects, sites, NOW) == {"a_kz": NOW - HOUR, "slow_kz": NOW - 30 * HOUR}
        assert listed == ["runs/2026-11-22/", "runs/2026-11-21/"]
        listed.clear()
        assert last_starts(objects, sites[2:], NOW) == {}
        assert listed == ["runs/2026-11-22/"]


def ended(**values: Any) -> Ended:
    usual = {"began": NOW, "code": 0, "signal": None, "seconds": 2.0, "stopped": None, "said": ()}
    return Ended(**{**usual, **values})


class TestResult:
    @pytest.mark.parametrize(
        ("process", "recorded", "fate", "complaints", "code"),
        [
            (ended(), True, "done", (), 0),
            (ended(code=1), True, "unhealthy", ("2 pages failed; a later run tries them again",), 1),
            (ended(code=1, said=("Boom",)), False, "died", ("ended with code 1 and no record", "Boom"), 1),
            (ended(code=2, said=("x", "NEWS_A: wrong")), False, "wrong use", ("NEWS_A: wrong",), 2),
            (ended(code=3, said=("no store",)), False, "store failed", ("no store",), 3),
            (ended(code=4, said=("held",)), False, "running elsewhere", ("held",), 0),
            (ended(code=120), False, "died", ("ended with code 120 and no record",), 1),
            (ended(code=None, signal="SIGKILL"), False, "died", ("ended by SIGKILL",), 1),
            (ended(code=None, said=("its node died",)), False, "died", ("its node died",), 1),
            (ended(code=5), True, "stopped", ("2 pages failed; a later run tries them again",), 5),
            (ended(code=5, stopped="limit"), False, "time limit", (), 5),
            (ended(code=None, signal="SIGTERM", stopped="limit"), False, "time limit", (), 5),
            # It was done when its time was over.
            (ended(code=0, stopped="limit"), True, "done", (), 0),
            (
                ended(code=None, signal="SIGKILL", stopped="hung"),
                False,
                "hung",
                ("its time was over and it did not end: killed",),
                1,
            ),
            (ended(code=None, signal="SIGKILL", stopped="asked"), False, "stopped", (), 5),
        ],
    )
    def test_of_a_process(
        self, process: Ended, recorded: bool, fate: Fate, complaints: tuple[str, ...], code: int
    ) -> None:
        outcomes = {"failed": 2} if complaints or process.code else {"stored": 1}
        found = record("a_kz", NOW, outcomes=outcomes) if recorded else None
        result = result_of("a_kz", NOW, process, found)
        assert (result.fate, result.complaints) == (fate, complaints)
        assert exit_code([result], stopped=False) == code

    @pytest.mark.parametrize(
        ("fates", "code"),
        [
            ([], 0),
            (["done", "running elsewhere"], 0),
            (["done", "time limit"], 5),
            (["time limit", "unhealthy"], 1),
            (["died", "wrong use"], 2),
            (["wrong use", "store failed", "hung"], 3),
        ],
    )
    def test_the_worst_decides(self, fates: list[Fate], code: int) -> None:
        results = [Result(site="a_kz", fate=fate) for fate in fates]
        assert exit_code(results, stopped=False) == code
        assert exit_code(results, stopped=True) == 5

    def test_a_line(self) -> None:
        result = Result(
            site="a_kz", fate="died", signal="SIGKILL", started_at=NOW, seconds=3.2, outcomes={"stored": 2}
        )
        assert line(result) == "2026-11-22T10:00:00Z a_kz died (SIGKILL): stored 2; 3 s"
        assert line(Result(site="a_kz", fate="not started")) == "a_kz not started"

    def test_visits_on_schedule_stand_apart_from_what_is_new(self) -> None:
        found = record("a_kz", NOW, outcomes={"stored": 2}, revisits={"unchanged": 3, "failed": 1})
        result = result_of("a_kz", NOW, ended(), found)
        assert line(result) == "2026-11-22T10:00:00Z a_kz done: stored 2, visited again 4; 2 s"
        told = result.to_json()
        assert (told["outcomes"], told["revisits"]) == ({"stored": 2}, {"unchanged": 3, "failed": 1})
        only = dataclasses.replace(found, outcomes={})
        assert (only.complaints, only.exit_code) == ([], 0)
        assert "done: visited again 4;" in line(result_of("a_kz", NOW, ended(), only))

    def test_a_run_that_died_leaves_a_record(self, objects: FolderStore) -> None:
        died = Result(site="a_kz", fate="died", started_at=NOW, seconds=4.0, complaints=("ended by SIGKILL",))
        assert read_record(objects, "a_kz", NOW) is None
        left = leave_record(objects, died)
        assert left.complaints == ["the run ended early: ended by SIGKILL"]
        (key,) = objects.list("runs/")
        assert load(objects.get(key) or b"") == left
        assert last_starts(objects, [site("a_kz")], NOW) == {"a_kz": NOW}

    def test_the_record_of_a_run_and_not_of_the_one_before(self, objects: FolderStore) -> None:
        save(objects, record("a_kz", NOW - HOUR))
        save(objects, record("a_kz_kz", NOW))
        assert read_record(objects, "a_kz", NOW) is None
        mine = record("a_kz", NOW + dt.timedelta(seconds=2))
        save(objects, mine)
        assert read_record(objects, "a_kz", NOW) == mine


def run(processes: Processes, code: str, within: float = 20.0) -> Ended:
    return asyncio.run(processes.run([sys.executable, "-c", code], name="a_kz", within=within))


TERM = (
    "import signal, sys, time; signal.signal(signal.SIGTERM, {}); print('up', file=sys.stderr, flush=True); "
)


class TestProcesses:
    def test_what_it_said_last(self) -> None:
        code = (
            "import sys; print('x' * 9000, file=sys.stderr); print('last\\n', file=sys.stderr); sys.exit(3)"
        )
        found = run(Processes(), code)
        assert (found.code, found.said[-1], found.stopped) == (3, "last", None)
        assert len(found.said[0]) < 8192

    def test_a_log_grows(self, tmp_path: Path) -> None:
        processes = Processes(logs=tmp_path)
        for word in ("one", "two"):
            assert run(processes, f"import sys; print('{word}', file=sys.stderr)").said == (word,)
        assert (tmp_path / "a_kz.log").read_text() == "one\ntwo\n"

    def test_at_its_limit_it_may_end_in_good_order(self) -> None:
        found = run(Processes(), TERM.format("lambda *_: sys.exit(5)") + "time.sleep(60)", within=2.0)
        assert (found.code, found.stopped) == (5, "limit")

    def test_one_that_hangs_is_killed_with_its_group(self, tmp_path: Path) -> None:
        child = tmp_path / "child"
        code = (
            TERM.format("signal.SIG_IGN")
            + "import subprocess; grandchild = subprocess.Popen(['sleep', '60']); "
            + f"open({str(child)!r}, 'w').write(str(grandchild.pid)); "
            + "time.sleep(60)"
        )
        began = time.monotonic()
        found = run(Processes(stop_seconds=0.5), code, within=2.0)
        assert (found.code, found.signal, found.stopped) == (None, "SIGKILL", "hung")
        assert time.monotonic() - began < 20
        assert gone(int(child.read_text()))

    def test_the_first_stop_is_in_good_order_and_the_second_at_once(self) -> None:
        async def both() -> list[Ended]:
            processes = Processes()
            codes = [
                TERM.format(what) + "time.sleep(60)" for what in ("lambda *_: sys.exit(5)", "signal.SIG_IGN")
            ]
            runs = [
                asyncio.ensure_future(processes.run([sys.executable, "-c", code], name="x", within=50))
                for code in codes
            ]
            await asyncio.sleep(2.0)
            processes.stop()
            await asyncio.wait([runs[0]])
            assert not runs[1].done()
            processes.stop()
            return [await one for one in runs]

        first, second = asyncio.run(both())
        assert (first.code, first.stopped) == (5, "asked")
        assert (second.signal, second.stopped) == ("SIGKILL", "asked")

    def test_one_that_begins_after_the_stop_ends(self) -> None:
        processes = Processes()
        processes.stopping = True
        assert run(processes, "import time; time.sleep(60)").signal == "SIGTERM"

    @pytest.mark.parametrize(
        ("given", "workers"), [({}, "1"), ({"NEWS_WORKERS": " "}, "1"), ({"NEWS_WORKERS": "3"}, "3")]
    )
    def test_a_worker_a_site_unless_somebody_says_otherwise(
        self, given: dict[str, str], workers: str
    ) -> None:
        assert environment(given)["NEWS_WORKERS"] == workers


def gone(pid: int) -> bool:
    """Is the process gone, soon?"""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        with contextlib.suppress(FileNotFoundError):
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_a_site_is_in_one_round_of_a_host(tmp_path: Path) -> None:
    one, two = site("a_kz"), site("b_kz")
    with contextlib.ExitStack() as first, contextlib.ExitStack() as second:
        assert claim(tmp_path, [one], first) == ([one], [])
        assert claim(tmp_path, [one, two], second) == ([two], [one])
        first.close()
        assert claim(tmp_path, [one], second) == ([one], [])


def test_rounds_of_a_host_share_its_places(tmp_path: Path, objects: FolderStore) -> None:
    first, second = (SiteCrawls(Processes(), objects, tmp_path, 2, lambda *_: None) for _ in range(2))
    with contextlib.ExitStack() as one, contextlib.ExitStack() as other:
        assert first._place(one)
        assert second._place(other)
        assert not first._place(one)
        other.close()
        assert first._place(one)


class TestDayOfCompaction:
    @pytest.fixture
    def objects(self, store_url: str) -> ObjectStore:
        """In a folder, and in a bucket."""
        return open_objects(parse_store_url(store_url))

    def test_one_host_takes_a_day(self, objects: ObjectStore) -> None:
        day = NOW.date()
        assert _take_day(objects, day) == ""
        assert _take_day(objects, day) is None
        # Another host's clock is a little behind, at midnight.
        assert _take_day(objects, day - dt.timedelta(days=1)) is None
        assert _take_day(objects, day + dt.timedelta(days=1)) == "2026-11-22"

    def test_a_day_is_given_back_where_it_failed(self, objects: ObjectStore) -> None:
        _take_day(objects, NOW.date())
        before = _take_day(objects, NOW.date() + dt.timedelta(days=1))
        assert before is not None
        _put_day(objects, before)
        assert _take_day(objects, NOW.date() + dt.timedelta(days=1)) == "2026-11-22"

    @pytest.mark.parametrize("content", [b"", b"[]", b'{"day": "2099-01-01"}'])
    def test_nonsense_and_a_wrong_clock_do_not_stop_it_for_good(
        self, objects: ObjectStore, content: bytes
    ) -> None:
        objects.replace("state/compaction.json", content)
        assert _take_day(objects, NOW.date()) is not None

    def test_it_is_no_fault_of_the_store(self, objects: ObjectStore) -> None:
        _take_day(objects, NOW.date())
        assert list(check_objects(objects, None)) == []
