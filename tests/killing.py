"""Crawls that are killed, run again until done, and held against an undisturbed one.

The tests (`test_kill_matrix.py`) and `benchmarks/torture.py` share it; the site is `killing_site.py`.
`docs/reliability.md` says what is proved with it.
"""

import collections
import contextlib
import dataclasses
import os
import random
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from deltalake import DeltaTable
from deltalake.exceptions import TableNotFoundError

from pipelines.kill_points import VARIABLE, Point
from tests import weed
from tests.loopback import Server
from tests.running import ROOT, Place, path_of

SITE = "killed_kz"
BATCH_PAGES = 10
RUN_SECONDS = 240.0
"""A run that lasts longer hangs."""
OUTLIVED_SECONDS = 20.0
"""How long a killed run's workers may take to notice: they look twice a second, when they are let."""

MANY_PER_RUN: dict[Point, int] = {
    # Of six sources, two can be asked whether they changed: those may say no.
    "addresses_queued": 4,
    "page_fetched": 12,
    "page_spooled": 12,
    "page_extracted": 12,
    "page_judged": 12,
    "batch_frozen": 2,
    "segment_put": 2,
    "articles_appended": 2,
    "articles_durable": 2,
    "pages_appended": 2,
    "pages_durable": 2,
    "batch_finished": 2,
    "queue_copied": 2,
}
"""How often a run comes by at least, while pages are left to fetch; others are counted on once."""
ONCE: tuple[Point, ...] = ("table_made", "template_put")
"""Points that a store passes once, or once a day, in its first run."""
WHILE_FETCHING: tuple[Point, ...] = ("unfetched_noted", "page_fetched", "page_spooled")
"""Points that only a run passes which has something to fetch. Fetching is far ahead of the rest, and the
addresses that give no page are few: they come first."""
AT_THE_END: frozenset[Point] = frozenset({"run_committed", "record_saved", "lease_freed"})
"""Points that only a run which comes to its end passes."""

Victim = Literal["process", "group", "worker"]
VICTIMS: tuple[Victim, ...] = ("process", "process", "group", "process", "worker")
"""What is killed at a random moment. A worker dies shortly before its run does."""


class Outlived(AssertionError):
    """Processes of a killed run were still there."""


# One crawl, over as many runs as it takes


@dataclasses.dataclass
class Crawl:
    """The crawl of the site into one store."""

    place: Place
    server: Server
    """What it crawls."""
    store_url: str
    storage_options: dict[str, str] = dataclasses.field(default_factory=dict)
    """What reading a bucket needs."""
    runs: int = 0

    def start(self, *arguments: str, **variables: str) -> "subprocess.Popen[bytes]":
        """Begin a run, in a process group of its own."""
        self.runs += 1
        self.place.folder.mkdir(parents=True, exist_ok=True)
        command = [
            sys.executable,
            "-m",
            "scrapy",
            "crawl",
            SITE,
            "-s",
            "SPIDER_MODULES=tests.spiders",
            "--quiet",
        ]
        environment = self.place.variables(
            NEWS_STORE_URL=self.store_url,
            LOOP_HOST=self.server.url.removeprefix("http://"),
            NEWS_WORKERS="2",
            NEWS_BATCH_PAGES=str(BATCH_PAGES),
            **variables,
        )
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [*command, *arguments],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def log(self) -> Path:
        """What all runs said."""
        return self.place.folder / "runs.log"

    def said(self) -> str:
        """The end of the log."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-3000:]

    def run(self, *arguments: str, **variables: str) -> int:
        """Run to the end; the exit code, negative after a signal."""
        return self.wait(self.start(*arguments, **variables))

    def wait(self, process: "subprocess.Popen[bytes]") -> int:
        """Wait for the end of a run and of all its processes. Raises Outlived."""
        try:
            code = process.wait(timeout=RUN_SECONDS)
            end = time.monotonic() + OUTLIVED_SECONDS
            while alive := group(process.pid):
                if time.monotonic() > end:
                    raise Outlived(f"processes {alive} outlived their run")
                time.sleep(0.02)
        finally:
            _kill_group(process.pid)
            process.wait()
        return code

    def killed_at(self, point: Point, count: int, *arguments: str) -> bool:
        """Run with a kill at the `count`th passing of `point`; false when the run ended before."""
        return self.run(*arguments, **{VARIABLE: f"{point}:{count}"}) == -signal.SIGKILL

    def killed_after(self, requests: int, seconds: float, victim: Victim) -> bool:
        """Run with a kill from outside, so many requests and seconds after its begin."""
        before = len(self.server.seen)
        process = self.start()
        try:
            while len(self.server.seen) - before < requests and process.poll() is None:
                time.sleep(0.005)
            time.sleep(seconds)
            if victim == "worker":
                _kill_worker(process.pid)
                time.sleep(seconds / 2)
            if victim == "group":
                _kill_group(process.pid)
            else:
                process.kill()
        finally:
            code = self.wait(process)
        return code == -signal.SIGKILL

    def until_done(self, most: int = 6) -> int:
        """Run until one ends well with nothing left to do; how many runs that took."""
        for number in range(1, most + 1):
            code = self.run()
            if code == 0:
                return number
            assert code in (1, 3), (code, self.said())
        raise AssertionError(f"not done after {most} runs: {self.said()}")

    def rows(self, table: str) -> list[dict[str, Any]]:
        """All rows of a table."""
        address = f"{self.store_url.removeprefix('file:')}/{table}"
        try:
            found = DeltaTable(address, storage_options=self.storage_options or None)
        except TableNotFoundError:
            return []
        rows: list[dict[str, Any]] = found.to_pyarrow_table().to_pylist()
        return rows


def in_folder(server: Server, folder: Path) -> Crawl:
    """A crawl of the site that `server` serves into a folder."""
    return Crawl(Place(folder, {}), server, f"file:{folder / 'store'}")


def in_bucket(server: Server, endpoint: str, folder: Path) -> Crawl:
    """A crawl of the site that `server` serves into a part of the bucket of its own."""
    variables = weed.variables(endpoint)
    url = f"s3://{weed.BUCKET}/{uuid.uuid4().hex}"
    return Crawl(Place(folder, variables), server, url, variables | {"AWS_ALLOW_HTTP": "true"})


def with_outages(
    crawl: Crawl, store: weed.MortalServer, chosen: random.Random, *arguments: str, forever: bool = False
) -> tuple[int, int]:
    """Run while the store's server is killed at random moments and started again: exit code, and how often.

    `forever`: it comes back when the run has given up.
    """
    before = len(crawl.server.seen)
    process = crawl.start(*arguments)
    outages = 0
    try:
        while len(crawl.server.seen) - before < 3 and process.poll() is None:
            time.sleep(0.01)
        while not _ended_within(process, chosen.uniform(0.1, 4.0)):
            store.kill()
            outages += 1
            # Mostly a moment, sometimes as long as several tries take.
            _ended_within(process, RUN_SECONDS if forever else chosen.choice((0.0, 0.0, 1.0, 5.0)))
            store.start()
    finally:
        code = crawl.wait(process)
    return code, outages


def _ended_within(process: "subprocess.Popen[bytes]", seconds: float) -> bool:
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def group(leader: int) -> list[int]:
    """The processes of a group that are not dead."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                state, _, pgrp = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
                if int(pgrp) == leader and state not in "ZX":
                    found.append(int(entry.name))
    return found


def _kill_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def _kill_worker(leader: int) -> None:
    workers = [pid for pid in group(leader) if pid != leader]
    if workers:
        with contextlib.suppress(ProcessLookupError):
            os.kill(random.choice(workers), signal.SIGKILL)  # noqa: S311


def verify(crawl: Crawl) -> list[str]:
    """What `scrapy verify` says against the store."""
    environment = crawl.place.variables(NEWS_STORE_URL=crawl.store_url)
    command = [sys.executable, "-m", "scrapy", "verify", "--fast"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return (
        [] if done.returncode == 0 else [f"verify: exit code {done.returncode}\n{done.stdout}{done.stderr}"]
    )


# Two crawls side by side

TIMES_POINTERS_NUMBERS = frozenset(
    {
        "fetched_at", "batched_at", "month", "batch", "batch_id", "run_id", "attempts",
        "warc_key", "warc_offset", "warc_length", "checksum", "template_version", "removed",
    }
)  # fmt: skip
"""Columns that two crawls of one site lawfully differ in. `month` and `checksum` follow from the times.

A batch of fewer articles than a template needs has none (`removed` is null then, and not empty); where it was
closed depends on when a run died. `text` and `text_sha256` are compared: what was removed follows from them.
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Rows:
    """What a crawl left in the tables."""

    articles: list[dict[str, Any]]
    pages: list[dict[str, Any]]

    @classmethod
    def of(cls, crawl: Crawl) -> "Rows":
        """Read them. When a statement was seen is a time as well."""
        articles = crawl.rows("articles")
        for row in articles:
            row["rights"] = [{**stated, "seen_at": None} for stated in row["rights"] or ()]
        return cls(articles, crawl.rows("pages"))


@dataclasses.dataclass
class Difference:
    """How a crawl differs from an undisturbed one. Empty when it does not."""

    lost: list[str] = dataclasses.field(default_factory=list)
    doubled: list[str] = dataclasses.field(default_factory=list)
    differing: list[str] = dataclasses.field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.lost or self.doubled or self.differing)


def difference(undisturbed: Rows, found: Rows, *, may_crash: bool = False) -> Difference:
    """Hold the rows of a crawl against those of an undisturbed one.

    Failed visits are left out, as each is another try of an address which ends in a row that did not fail.
    But they must be those of the one page that fails at first, or, where workers were killed, of a page
    whose worker died twice.
    """
    result = Difference()
    _hold(result, _by(undisturbed.articles, "id", "revision"), _by(found.articles, "id", "revision"))
    _hold(result, _by(_ended(undisturbed.pages), "url"), _by(_ended(found.pages), "url"))
    expected = {(row["url"], row["reason"]) for row in undisturbed.pages if row["outcome"] == "failed"}
    for row in found.pages:
        lawful = (row["url"], row["reason"]) in expected or (may_crash and row["reason"] == "crashed")
        if row["outcome"] == "failed" and not lawful:
            result.differing.append(f"{path_of(row['url'])}: failed {row['reason']} {row['detail']}")
    return result


def _ended(pages: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in pages if row["outcome"] != "failed"]


def _by(rows: Iterable[dict[str, Any]], *columns: str) -> dict[str, list[dict[str, Any]]]:
    found = collections.defaultdict(list)
    for row in rows:
        name = f"{row.get('outcome', 'article')} {path_of(row['url'])}"
        found[" ".join([str(row[column]) for column in columns])].append({**row, "": name})
    return found


def _hold(
    result: Difference,
    expected: Mapping[str, Sequence[dict[str, Any]]],
    found: Mapping[str, Sequence[dict[str, Any]]],
) -> None:
    result.lost += [expected[key][0][""] for key in expected if key not in found]
    result.differing += [f"{found[key][0]['']}: not expected" for key in found if key not in expected]
    for key in expected.keys() & found.keys():
        if len(found[key]) > len(expected[key]):
            result.doubled.append(f"{found[key][0]['']}: {len(found[key])} times")
        one, other = expected[key][0], found[key][0]
        columns = [name for name in one if name not in TIMES_POINTERS_NUMBERS and one[name] != other[name]]
        if columns:
            values = ", ".join(f"{name} {one[name]!r:.60} -> {other[name]!r:.60}" for name in columns)
            result.differing.append(f"{other['']}: {values}")
