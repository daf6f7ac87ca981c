"""Common Crawl's archives into the dataset: the catalogue's pages once each, with where they came from, in a
memory that does not grow; whatever breaks off goes on where it was."""

import argparse
import datetime as dt
import os
import pickle
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator
from scrapy.settings import Settings

from crawlers.commands.ingest import Command
from pipelines import workers
from pipelines.article import Article, PageRecord
from pipelines.engine.engine import Local
from pipelines.errors import SourceError, UsageError
from pipelines.ingest.run import IngestOptions, run_ingest
from pipelines.ingest.sources import Archive
from pipelines.ingest.task import Task, read_archive
from pipelines.next_record import MOST_BREAKS
from pipelines.owners import Owners
from pipelines.report.run_record import RunRecord, load
from pipelines.store import retry
from pipelines.store.location import parse_store_url
from pipelines.store.tables import Tables
from tests import made_cc_news
from tests.made_cc_news import GOLD, NAME, OWNERS, Made
from tests.range_server import RangeServer
from tests.running import ROOT, Place

RECORDS, PAGES = 200, 16


class Desk:
    """A store and a ledger in a folder, and ingests into them."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self.url = f"file:{self.folder / 'store'}"
        self._runs = 0

    def ingest(self, *addresses: str | Path, owners: Owners = OWNERS, **fields: Any) -> RunRecord:
        """Take archives in; few pages a batch."""
        self._runs += 1
        stop = fields.pop("stop", lambda: False)
        options = IngestOptions(
            **{
                "store_url": self.url,
                "ledger_dir": self.folder / "ledger",
                "run_id": f"run{self._runs}",
                "started_at": dt.datetime.now(dt.UTC),
                "user_agent": "Steppewire/test",
                "workers": 1,
                "batch_pages": 5,
                "batch_seconds": 300.0,
                "owners": owners,
                "is_news": True,
                **fields,
            }
        )
        with Local(options.workers) as engine:
            archives = [Archive(str(address)) for address in addresses]
            return run_ingest(archives, options, engine, stop=stop, show=lambda *_: None)

    def rows(self, record: type = PageRecord) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = Tables(parse_store_url(self.url)).scan(record).to_table().to_pylist()
        return found

    def places(self) -> dict[str, tuple[int, int]]:
        """Where the pages of the dataset came from, by address; each is there once."""
        rows = self.rows()
        found = {row["url"]: (row["origin_record"], row["origin_offset"]) for row in rows}
        assert len(found) == len(rows)
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made_cc_news.make(tmp_path_factory.mktemp("made"), records=RECORDS, ours=PAGES)


@pytest.fixture
def server(made: Made) -> Iterator[RangeServer]:
    with RangeServer({f"/{NAME}": made.path.read_bytes()}).running() as server:
        yield server


def test_pages_come_in_with_their_place_and_only_once(desk: Desk, made: Made, server: RangeServer) -> None:
    record = desk.ingest(f"{server.url}/{NAME}")
    assert (record.exit_code, record.archives, record.broken) == (0, 1, {})
    assert record.dropped == made.dropped
    assert record.outcomes == {"stored": 16}
    assert desk.places() == made.pages
    rows = desk.rows()
    assert {row["origin"] for row in rows} == {NAME}
    assert {row["site"] for row in rows} == {"tengrinews_kz", "24_kg"}
    assert len({row["batch_id"] for row in rows}) == 4
    # What a page states of its use is kept, though another fetched it.
    assert all("noai" in {said["statement"] for said in row["rights"]} for row in desk.rows(Article))
    # It was read to its end: nothing of it is asked for again.
    asked = len(server.seen)
    again = desk.ingest(f"{server.url}/{NAME}")
    assert (again.exit_code, again.outcomes, len(server.seen)) == (0, {}, asked)
    assert desk.places() == made.pages


def test_an_ingest_that_was_stopped_goes_on_by_a_range(desk: Desk, made: Made, server: RangeServer) -> None:
    """Nothing that was read is read again, and nothing of what was in flight is lost."""
    calls = iter(range(10_000))
    first = desk.ingest(f"{server.url}/{NAME}", stop=lambda: next(calls) >= 6)
    assert first.exit_code == 5
    assert 0 < sum(first.outcomes.values()) < 16
    reached = max(offset for _, offset in desk.places().values())
    second = desk.ingest(f"{server.url}/{NAME}")
    assert [span for _, span, _ in server.seen] == ["", f"bytes={reached}-"]
    assert sum(first.outcomes.values()) + sum(second.outcomes.values()) == 16
    assert Counter(first.dropped) + Counter(second.dropped) == made.dropped
    assert desk.places() == made.pages


def test_a_ledger_that_is_lost_costs_the_reading_only(desk: Desk, made: Made) -> None:
    calls = iter(range(10_000))
    first = desk.ingest(made.path, stop=lambda: next(calls) >= 9)
    (ledger,) = (desk.folder / "ledger").rglob("_ingest.sqlite3")
    for file in ledger.parent.glob("_ingest.sqlite3*"):
        file.unlink()
    second = desk.ingest(made.path)
    assert second.already_in == sum(first.outcomes.values()) > 0
    assert desk.places() == made.pages
    assert second.dropped == made.dropped


def test_a_store_that_is_set_back_is_filled_again(desk: Desk, made: Made, tmp_path: Path) -> None:
    desk.ingest(made.path)
    (desk.folder / "store").rename(tmp_path / "away")
    # The same store, as it was before the last batches: its tables keep their ids.
    for table in ("articles", "pages"):
        log = tmp_path / "away" / table / "_delta_log"
        for commit in sorted(log.glob("*.json"))[3:]:
            commit.unlink()
    (tmp_path / "away").rename(desk.folder / "store")
    assert 0 < len(desk.rows()) < 16
    desk.ingest(made.path)
    assert desk.places() == made.pages


def test_a_catalogue_that_grew_is_looked_for_in_what_was_read(desk: Desk, made: Made) -> None:
    few = desk.ingest(made.path, owners={"24.kg": OWNERS["24.kg"]})
    assert few.dropped["other_host"] > made.dropped["other_host"]
    more = desk.ingest(made.path)
    assert more.already_in == sum(few.outcomes.values())
    assert desk.places() == made.pages


def test_what_cannot_be_read_is_told_and_the_rest_comes_in(desk: Desk, made: Made, tmp_path: Path) -> None:
    data = made.path.read_bytes()
    torn, other = tmp_path / "CC-NEWS-1.warc.gz", tmp_path / "CC-NEWS-2.warc.gz"
    torn.write_bytes(data[: len(data) // 2])
    other.write_bytes(b"<html>no archive</html>")
    last = made_cc_news.make(tmp_path, records=RECORDS, ours=PAGES, seed=5, name="CC-NEWS-3.warc.gz")
    record = desk.ingest(torn, tmp_path / "CC-NEWS-0.warc.gz", other, last.path)
    assert (record.exit_code, record.archives) == (1, 1)
    assert record.broken.keys() == {"CC-NEWS-0.warc.gz", "CC-NEWS-1.warc.gz", "CC-NEWS-2.warc.gz"}
    assert record.broken["CC-NEWS-0.warc.gz"] == "No such file or directory"
    assert "ends in the middle of the record at byte" in record.broken["CC-NEWS-1.warc.gz"]
    assert record.broken["CC-NEWS-2.warc.gz"] == "no gzip member at byte 0"
    assert "3 archives could not be read whole" in record.complaints
    before = {url: place for url, place in made.pages.items() if place[1] < len(data) // 2 - 2000}
    assert before.items() <= desk.places().items()
    assert last.pages.items() <= desk.places().items()
    # The whole archive, when it is there: it has another length, so it is read from its beginning.
    torn.write_bytes(data)
    whole = desk.ingest(torn)
    assert whole.exit_code == 0
    assert desk.places() == made.pages | last.pages


def mangled(data: bytes, offsets: Iterable[int]) -> bytes:
    """As a disk that lost a sector: the same length, a member at each offset without its middle."""
    found = bytearray(data)
    for offset in offsets:
        found[offset + 200 : offset + 260] = b"\xff" * 60
    return bytes(found)


def test_what_stands_behind_a_break_comes_in_and_the_rest_when_it_is_mended(
    desk: Desk, made: Made, tmp_path: Path
) -> None:
    by_place = sorted(made.pages, key=lambda url: made.pages[url][1])
    lost = {by_place[3], by_place[9]}
    data, archive = made.path.read_bytes(), tmp_path / NAME
    archive.write_bytes(mangled(data, (made.pages[url][1] for url in lost)))
    for outcomes in ({"stored": 14}, {}):
        record = desk.ingest(archive)
        assert (record.exit_code, record.archives, record.outcomes) == (1, 0, outcomes)
        assert re.fullmatch(
            rf"broken gzip data in the record at byte {made.pages[by_place[3]][1]}, it goes on at byte \d+; "
            "and 1 more",
            record.broken[NAME],
        )
        assert {url: at for url, (_, at) in desk.places().items()} == {
            url: at for url, (_, at) in made.pages.items() if url not in lost
        }
    archive.write_bytes(data)
    whole = desk.ingest(archive)
    assert (whole.exit_code, whole.archives, whole.outcomes) == (0, 1, {"stored": 2})
    assert {url: at for url, (_, at) in desk.places().items()} == {
        url: at for url, (_, at) in made.pages.items()
    }
    assert len(desk.rows()) == len(made.pages)
    assert desk.ingest(archive).already_in == 0


def test_an_archive_that_is_broken_all_over_is_given_up(desk: Desk, made: Made, tmp_path: Path) -> None:
    data, archive = made.path.read_bytes(), tmp_path / NAME
    with made.path.open("rb") as file:
        places = [record.stream_pos for record in ArchiveIterator(file, parse_http=False)]
    archive.write_bytes(mangled(data, places[1:]))
    record = desk.ingest(archive)
    assert (record.exit_code, record.outcomes) == (1, {})
    assert record.broken[NAME].endswith(f"; and {MOST_BREAKS} more")


def test_an_archive_of_the_same_name_is_not_taken_for_it(desk: Desk, made: Made, tmp_path: Path) -> None:
    desk.ingest(made.path)
    other = tmp_path / "other" / NAME
    other.parent.mkdir()
    # The same records at later places: where one that is in began, another archive has none.
    first = made_cc_news.warcinfo(NAME)
    other.write_bytes(made_cc_news.warcinfo(f"another {NAME}") + made.path.read_bytes()[len(first) :])
    record = desk.ingest(other, owners={**OWNERS, "more.kz": OWNERS["24.kg"]})
    assert record.broken == {NAME: "another archive of this name was taken in; give it another name"}
    assert desk.places() == made.pages


def test_a_source_that_is_away_ends_the_run_after_what_came(
    desk: Desk, made: Made, server: RangeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retry, "ATTEMPTS", 2)
    half = len(server.files[f"/{NAME}"]) // 2
    server.cuts = [half, 0]
    with pytest.raises(SourceError, match="run it again, it goes on from there"):
        desk.ingest(f"{server.url}/{NAME}")
    assert 0 < len(desk.rows()) < 16
    assert desk.ingest(f"{server.url}/{NAME}").exit_code == 0
    assert desk.places() == made.pages


def test_what_was_taken_down_stays_so(desk: Desk, made: Made) -> None:
    tombstone = desk.folder / "store" / "tombstones" / "site=24_kg" / "site.json"
    tombstone.parent.mkdir(parents=True)
    tombstone.write_text("{}")
    record = desk.ingest(made.path)
    assert record.reasons == {"rejected/forgotten": 8}
    assert {row["site"] for row in desk.rows(Article)} == {"tengrinews_kz"}
    assert {row["warc_key"] for row in desk.rows() if row["site"] == "24_kg"} == {None}


def test_a_failed_page_is_tried_again_at_its_place(
    desk: Desk, made: Made, server: RangeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its record alone is read, by the offset that its row has."""
    url, (number, offset) = sorted(made.pages.items())[3]
    raising = f"from tests import raising_page; raising_page.RAISING = {url!r}"
    with monkeypatch.context() as patched:
        patched.setattr(workers, "PROGRAM", f"{raising}; {workers.PROGRAM}")
        record = desk.ingest(f"{server.url}/{NAME}")
    assert (record.exit_code, record.outcomes) == (1, {"stored": 15, "failed": 1})
    server.seen.clear()
    again = desk.ingest(f"{server.url}/{NAME}")
    assert (again.exit_code, again.outcomes, again.dropped) == (0, {"stored": 1}, {})
    assert f"bytes={offset}-" in {span for _, span, _ in server.seen}
    assert "" not in {span for _, span, _ in server.seen}
    rows = [row for row in desk.rows() if row["url"] == url]
    assert [(row["outcome"], row["attempts"]) for row in sorted(rows, key=lambda row: row["batch"])] == [
        ("failed", 1),
        ("stored", 2),
    ]
    assert {(row["origin_record"], row["origin_offset"]) for row in rows} == {(number, offset)}


@pytest.mark.skipif(not GOLD.exists(), reason="../shared/gold is not here")
def test_real_pages_are_what_they_are_in_a_plain_ingest(tmp_path: Path) -> None:
    gold = made_cc_news.make_gold(tmp_path, every=25)
    owners = made_cc_news.gold_owners()
    news, own = Desk(tmp_path / "news"), Desk(tmp_path / "own")
    assert news.ingest(gold.path, owners=owners, batch_pages=500).exit_code == 0
    assert own.ingest(gold.path, owners=owners, batch_pages=500, is_news=False).exit_code == 0

    def articles(desk: Desk) -> dict[str, tuple[str, str]]:
        return {row["id"]: (row["text"], row["url"]) for row in desk.rows(Article)}

    assert articles(news) == articles(own)
    assert len(articles(news)) > 15
    assert news.places() == own.places()


INGEST = "import sys; from tests.test_cc_news import Desk; Desk(sys.argv[1]).ingest(*sys.argv[2:])"


def in_a_process(
    code: str, folder: Path, *addresses: str, **environment: str
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", code, str(folder), *addresses],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("point", ["page_judged", "page_judged:3", "batch_frozen", "pages_durable"])
def test_a_killed_ingest_goes_on(desk: Desk, made: Made, point: str) -> None:
    killed = in_a_process(INGEST, desk.folder, str(made.path), NEWS_KILL_AT=point)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert desk.ingest(made.path).exit_code == 0
    assert desk.places() == made.pages
    assert Counter(row["outcome"] for row in desk.rows()) == {"stored": 16}


def test_a_task_gives_the_same_wherever_it_runs(made: Made) -> None:
    """So an engine may run it again after a death, and pass over what it has."""
    task = Task(
        address=str(made.path), origin=NAME, is_news=True, known=frozenset(), failed={}, owners=OWNERS,
        run_id="run", user_agent="Steppewire/test", workers=2,
    )  # fmt: skip
    try:
        first = list(read_archive(task))
        assert list(read_archive(pickle.loads(pickle.dumps(task)))) == first  # noqa: S301
    finally:
        workers.close_shared_pool()
    assert pickle.loads(pickle.dumps(first)) == first  # noqa: S301
    assert [parcel.page is not None for parcel in first] == [True] * 16 + [False]
    assert sum(parcel.records for parcel in first) == 16 + made.dropped.total()
    assert [parcel.reached for parcel in first[:-1]] == sorted(made.pages.values())


# As a command


def test_a_list_on_the_web_is_taken_in_by_the_catalogue(
    tmp_path: Path, server: RangeServer, made: Made
) -> None:
    """As from Common Crawl: the paths of a month, the pages of the sites that are declared here."""
    folder = "crawl-data/CC-NEWS/2026/11"
    server.files[f"/{folder}/{NAME}"] = server.files.pop(f"/{NAME}")
    server.files[f"/{folder}/warc.paths"] = f"{folder}/{NAME}\n".encode()
    place = Place(tmp_path, {})
    done = place.scrapy("ingest", "--cc-news", f"{server.url}/{folder}/warc.paths")
    assert done.code == 0, done.err
    assert "records that were left out: other_host" in done.err
    assert Desk(tmp_path).places() == made.pages
    assert {agent.split("/")[0] for _, _, agent in server.seen} == {"Steppewire"}
    (path,) = (place.store / "runs").rglob("_ingest-*.json")
    assert load(path.read_bytes()).dropped == made.dropped


@pytest.mark.parametrize(
    ("arguments", "is_news", "base", "said"),
    [
        ([], True, None, "name one archive or list of archives"),
        (["none.warc.gz"], True, None, r"none\.warc\.gz: no such file"),
        ([__file__], False, "s3://x/", "--base is for the lists of --cc-news"),
        (["s3://bucket/x.warc.gz"], False, None, "those of Common Crawl need --cc-news"),
    ],
)
def test_wrong_use_is_told(arguments: list[str], is_news: bool, base: str | None, said: str) -> None:
    options = argparse.Namespace(cc_news=is_news, base=base)
    with pytest.raises(UsageError, match=said):
        Command().work(arguments, options, Settings())


# Memory

MEASURE = f"""
import resource
{INGEST}
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""

ARCHIVES = 12
GROWTH_MIB = 25
"""Of the most memory of the process, between 2 and 12 archives of 30,000 records. Measured: 277 and 281 MiB;
283 at 20, 291 at 60."""


def test_memory_does_not_grow_with_the_archives(tmp_path: Path) -> None:
    large = made_cc_news.make(tmp_path, records=30_000, ours=4)
    paths = []
    for number in range(ARCHIVES):
        path = tmp_path / f"CC-NEWS-{number}.warc.gz"
        os.link(large.path, path)
        paths.append(str(path))

    def peak(name: str, count: int) -> int:
        done = in_a_process(MEASURE, tmp_path / name, *paths[:count])
        assert done.returncode == 0, done.stderr
        return int(done.stdout)

    assert peak("many", ARCHIVES) - peak("few", 2) < GROWTH_MIB
    rows = Desk(tmp_path / "many").rows()
    assert Counter(row["outcome"] for row in rows) == {"stored": 4, "unchanged": 4 * ARCHIVES - 4}
