"""What each kind of run asks of a bucket and of a processor, measured one after another."""

import dataclasses
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.scale.jobs import ROOT, variables
from benchmarks.scale.requests import Asked, Bucket, bucket
from benchmarks.scale.watching import CommandFailed, Ran, run
from benchmarks.server import PageServer

Say = Callable[[str], None]

CRAWLED_PAGES = 60
"""Pages of the site that is crawled, in two batches."""

FIRST = "a crawl that makes the store and brings a batch"
BATCH = "a crawl that brings a batch"
NOTHING = "a crawl that brings nothing"
INGEST = "an ingest"


@dataclasses.dataclass(frozen=True, slots=True)
class Cost:
    """What one run took."""

    name: str
    pages: int
    """That it brought."""
    asked: Asked
    seconds: float
    cpu_seconds: float
    parent_mib: float
    worker_mib: float


class _Costs:
    """Runs, one after another, over one bucket."""

    def __init__(self, folder: Path, place: Bucket, say: Say) -> None:
        self._folder = folder
        self._bucket = place
        self._say = say
        self.found: list[Cost] = []

    def measure(self, name: str, pages: int, *command: str, store: str, **more: str) -> None:
        """Run a command on a store of the bucket and keep what it took; say so when it cannot be run."""
        self._say(f"requests: {name}")
        environment = variables(
            self._folder, 1, **self._bucket.variables(), NEWS_STORE_URL=f"s3://news/{store}", **more
        )
        self._bucket.begin()
        try:
            ran = run([sys.executable, "-m", *command], environment, ROOT)
        except CommandFailed as error:
            self._say(f"missing: {name}: {_first_line(error)}")
            return
        self.found.append(_cost(name, pages, self._bucket.asked(), ran))


def _first_line(error: Exception) -> str:
    return re.sub(r"\s+", " ", str(error))[:300]


def _cost(name: str, pages: int, asked: Asked, ran: Ran) -> Cost:
    return Cost(
        name=name,
        pages=pages,
        asked=asked,
        seconds=round(ran.seconds, 2),
        cpu_seconds=round(ran.cpu_seconds, 2),
        parent_mib=round(ran.parent_mib),
        worker_mib=round(ran.worker_mib),
    )


def measure_costs(files: list[Path], pages: int, say: Say) -> list[Cost]:
    """What runs take that crawl nothing and something, of an ingest of `files`, of what reads. In order:
    each works on what those before it left."""
    with (
        tempfile.TemporaryDirectory(prefix="scale") as name,
        PageServer(CRAWLED_PAGES) as site,
        bucket() as place,
    ):
        folder = Path(name)
        costs = _Costs(folder, place, say)
        crawl = {
            "SCRAPY_SETTINGS_MODULE": "benchmarks.settings",
            "BENCH_HOST": site.host,
            "BENCH_OUT": os.devnull,
        }
        command = ("scrapy", "crawl", "bench_kz", "-a", "backfill=1", "--quiet")
        half = CRAWLED_PAGES // 2
        limited = (*command, "-a", f"limit={half}")
        costs.measure(FIRST, half, *limited, store="a", **crawl)
        costs.measure(BATCH, half, *command, store="a", **crawl)
        costs.measure(NOTHING, 0, *command, store="a", **crawl)
        again = {**crawl, "NEWS_LEDGER_DIR": str(folder / "another")}
        costs.measure("the same on a host without the ledger", 0, *command, store="a", **again)
        ingest = ("scrapy", "ingest", *map(str, files))
        costs.measure(INGEST, pages, *ingest, store="b")
        costs.measure("an ingest of what is in already", 0, *ingest, store="b")
        costs.measure("a new extraction, dry", pages, "scrapy", "reextract", "--dry-run", store="b")
        costs.measure("a release", pages, "scrapy", "release", "--version", "1", store="b")
        costs.measure("a reader that counts the articles", 0, "pipelines", "stats", store="b")
        costs.measure("a report on health", 0, "scrapy", "report", "--out", str(folder / "report"), store="a")
        return costs.found


def git_state() -> str:
    """The commit that was measured, short; with a plus when files differ."""
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty=+"],
        cwd=ROOT, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    return told.stdout.strip() or "unknown"
