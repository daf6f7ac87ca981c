"""How fast, how large, how dear: the commands that work on many pages, beside plain trafilatura.

    python -m benchmarks.scale [--pages N] [--small N] [--rounds N] [--job JOB]... [--no-ray] [--no-costs]
                               [--json FILE]

Each job is a command in a process of its own, over a WARC file of real pages (`../shared/gold`), at two
sizes. What a command takes to begin is in both, so records a second are told from the difference; memory at
both says whether it grows. `docs/scale.md` tells what was found and what follows: `--json` writes the figures
that `python -m benchmarks.scale.tables` puts there. It takes a quarter of an hour on two cores with nothing
else to do.
"""

import argparse
import collections
import dataclasses
import datetime as dt
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from benchmarks.scale import jobs, tables
from benchmarks.scale.cluster import NoCluster, cluster
from benchmarks.scale.costs import git_state, measure_costs
from benchmarks.scale.jobs import JOBS, PASSING, READING, Job, NotThere
from benchmarks.scale.material import GoldPage, NoMaterial, gold_pages, spread, write_warc
from benchmarks.scale.peer import READINGS
from benchmarks.scale.watching import CommandFailed, Ran
from pipelines.archive import ArchivedResponse, read_warc, response_record
from pipelines.article import ExtractionHints
from pipelines.store.store import open_store
from pipelines.store.tables import NAMES
from pipelines.warc_member import digest

FILES = 4
"""WARC files of a measurement: a file is a task of an ingest on Ray, and two nodes are to have some."""

GOLD_PAGES = 150
"""Different pages among them. All 555 would make a small measurement one of other pages than a large one."""


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--small", type=int, default=120, help="the other size; less than --pages")
    parser.add_argument("--rounds", type=int, default=2, help="of each job the quickest counts")
    parser.add_argument("--job", action="append", choices=sorted({job.name for job in JOBS}), default=[])
    parser.add_argument("--no-ray", action="store_true")
    parser.add_argument("--no-costs", action="store_true", help="count no requests to a bucket")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    if not 0 < arguments.small < arguments.pages:
        parser.error("--small is to be less than --pages")
    try:
        pages = spread(gold_pages(), GOLD_PAGES)
    except NoMaterial as error:
        sys.exit(f"benchmarks.scale: {error}")
    wanted = [
        job
        for job in JOBS
        if (not arguments.job or job.name in arguments.job) and not (job.on_ray and arguments.no_ray)
    ]
    with tempfile.TemporaryDirectory(prefix="scale") as name:
        found = _Measurement(Path(name), pages, (arguments.small, arguments.pages)).measure(
            wanted, arguments.rounds, costs=not arguments.no_costs
        )
    print(tables.printed(found))
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _say(text: str) -> None:
    print(f"{dt.datetime.now():%H:%M:%S} {text}", file=sys.stderr, flush=True)  # noqa: DTZ005 - for a person


class _Measurement:
    """All jobs at both sizes."""

    def __init__(self, folder: Path, pages: Sequence[GoldPage], sizes: tuple[int, int]) -> None:
        self._folder = folder
        self._sizes = sizes
        self._missing: dict[str, str] = {}
        self._stored: dict[str, int] = {}
        self._files = {size: self._write(list(pages), size) for size in sizes}

    def _write(self, pages: list[GoldPage], size: int) -> list[Path]:
        """The files of one size: a quarter of the pages each."""
        whole = self._folder / f"{size}"
        whole.mkdir()
        files = []
        for number in range(FILES):
            share = pages[number::FILES]
            path = whole / f"{number}.warc.gz"
            write_warc(path, share, size // FILES + (number < size % FILES))
            files.append(path)
        return files

    def measure(self, wanted: Sequence[Job], rounds: int, *, costs: bool) -> dict[str, Any]:
        """Measure, as JSON has it."""
        found: dict[str, dict[str, Any]] = {}
        there = [job for job in wanted if self._is_there(job)]
        runs: dict[Job, dict[int, list[Ran]]] = {job: {size: [] for size in self._sizes} for job in there}
        prepared = self._prepared() if any(job.name == "reextract" for job in there) else {}
        for number in range(rounds):
            for job in there:
                for size in self._sizes:
                    if job.label not in self._missing:
                        _say(f"round {number + 1} of {rounds}: {job.label}, {size} pages")
                        runs[job][size] += self._run(job, size, prepared)
        for job, by_size in runs.items():
            if all(by_size.values()):
                found[job.label] = self._figures(job, by_size)
        shares = {
            name: self._shares(name, prepared)
            for name in ("ingest", "reextract")
            if any(job.name == name for job in there)
        }
        largest = self._files[self._sizes[1]]
        return {
            "measured_on": f"{dt.datetime.now(dt.UTC):%Y-%m-%d}",
            "commit": git_state(),
            "machine": {
                "cpus": os.cpu_count(),
                "processor": _processor(),
                "python": platform.python_version(),
            },
            "pages": {
                "small": self._sizes[0],
                "large": self._sizes[1],
                "body_bytes": self._body_bytes(largest),
                "warc_bytes": sum(path.stat().st_size for path in largest) // self._sizes[1],
            },
            "jobs": found,
            "shares": {name: share for name, share in shares.items() if share},
            "stored": self._stored,
            "costs": [dataclasses.asdict(cost) for cost in measure_costs(largest, self._sizes[1], _say)]
            if costs
            else [],
            "missing": self._missing,
        }

    def _is_there(self, job: Job) -> bool:
        try:
            jobs.see(job)
        except NotThere as error:
            self._missing[job.label] = str(error)
            _say(f"missing: {job.label}: {error}")
            return False
        return True

    def _prepared(self) -> dict[int, Path]:
        """Stores that `reextract` works on, by size."""
        made = {}
        for size in self._sizes:
            _say(f"a store of {size} pages for reextract")
            with tempfile.TemporaryDirectory(prefix="scale", dir=self._folder) as name:
                jobs.start(Job("ingest", ("-m", "scrapy", "ingest"), 2), Path(name), self._files[size], None)
                made[size] = self._folder / f"store-{size}"
                jobs.outdated(made[size], Path(name))
        return made

    def _run(self, job: Job, size: int, prepared: dict[int, Path]) -> list[Ran]:
        """One run, or none where it failed: then the job is missing, and why is told."""
        with tempfile.TemporaryDirectory(prefix="scale", dir=self._folder) as name:
            folder = Path(name)
            if job.name == "reextract":
                shutil.copytree(prepared[size], folder, dirs_exist_ok=True)
            try:
                if not job.on_ray:
                    return [jobs.start(job, folder, self._files[size], None)]
                with cluster(job.workers, jobs.variables(folder, 1)) as nodes:
                    return [jobs.start(job, folder, self._files[size], nodes)]
            except (CommandFailed, NoCluster) as error:
                self._missing[job.label] = str(error)[:1000]
                _say(f"missing: {job.label}: {error}")
                return []

    def _figures(self, job: Job, by_size: dict[int, list[Ran]]) -> dict[str, Any]:
        small, large = (min(by_size[size], key=lambda ran: ran.seconds) for size in self._sizes)
        times = READINGS if job in (READING, PASSING) else 1
        more = (self._sizes[1] - self._sizes[0]) * times
        # Of runs that were disturbed the quicker small one may even be the slower: no figure then.
        seconds = max(large.seconds - small.seconds, 1e-9)
        return {
            "job": job.name,
            "workers": job.workers,
            "on_ray": job.on_ray,
            "records_per_second": round(more / seconds, 2),
            "whole_records_per_second": round(self._sizes[1] * times / large.seconds, 2),
            "start_seconds": round(small.seconds - self._sizes[0] * times * seconds / more, 2),
            "cpu_ms_per_record": round(1000 * (large.cpu_seconds - small.cpu_seconds) / more, 2),
            "parent_cpu_ms_per_record": round(
                1000 * (large.parent_cpu_seconds - small.parent_cpu_seconds) / more, 2
            ),
            "parent_mib": [round(self._most(by_size[size], "parent_mib")) for size in self._sizes],
            "parent_pss_mib": [round(self._most(by_size[size], "parent_pss_mib")) for size in self._sizes],
            "worker_mib": [round(self._most(by_size[size], "worker_mib")) for size in self._sizes],
            "worker_pss_mib": [round(self._most(by_size[size], "worker_pss_mib")) for size in self._sizes],
            "others_cores": round(max(ran.others_cores for runs in by_size.values() for ran in runs), 2),
        }

    @staticmethod
    def _most(runs: Sequence[Ran], name: str) -> float:
        return max(float(getattr(ran, name)) for ran in runs)

    def _shares(self, name: str, prepared: dict[int, Path]) -> dict[str, float] | None:
        """CPU seconds by what they go into, of the pages that the larger size has more."""
        seen = []
        for size in self._sizes:
            _say(f"what CPU time goes into: {name}, {size} pages")
            with tempfile.TemporaryDirectory(prefix="scale", dir=self._folder) as place:
                folder, out = Path(place), Path(place) / "sampled.json"
                if name == "reextract":
                    shutil.copytree(prepared[size], folder, dirs_exist_ok=True)
                sampled = Job(name, ("-m", "benchmarks.scale.sampled", str(out), name), 1)
                try:
                    # The worker on one processor: on the same, looks come only when the parent waits.
                    jobs.start(sampled, folder, self._files[size], None, cores=2)
                except CommandFailed as error:
                    _say(f"missing: {error}")
                    return None
                told = json.loads(out.read_text(encoding="utf-8"))
                if name == "ingest":
                    self._stored = self._store_size(folder, size)
            packing = self._packing(self._files[size]) if name == "ingest" else 0.0
            kinds = {**told["kinds"], "packing records": packing, "extraction": told["workers"] - packing}
            seen.append(collections.Counter(kinds))
        small, large = seen
        return {kind: round(max(large[kind] - small[kind], 0.0), 3) for kind in large if kind != "start"}

    def _packing(self, files: Sequence[Path]) -> float:
        """CPU seconds that an ingest's workers take to pack the pages again."""
        found = (item for path in files for item in read_warc(path))
        pages = [
            (item.page("bench", ExtractionHints()), digest(item.body))
            for item in found
            if isinstance(item, ArchivedResponse)
        ]
        begun = time.process_time()
        for page, payload in pages:
            response_record(page, payload)
        return time.process_time() - begun

    def _body_bytes(self, files: Sequence[Path]) -> int:
        """Of a page, on average."""
        sizes = [len(getattr(item, "body", b"")) for path in files for item in read_warc(path)]
        return sum(sizes) // len(sizes)

    def _store_size(self, folder: Path, pages: int) -> dict[str, int]:
        """Bytes of a store that an ingest filled, a page; of each table as if it were one file."""
        store = open_store(f"file:{folder / 'store'}")
        found = {"warc": sum(path.stat().st_size for path in (folder / "store" / "warc").rglob("*.gz"))}
        for record, name in NAMES.items():
            file = folder / f"{name}.parquet"
            # Packed as delta-rs packs what `compact` writes.
            pq.write_table(store.tables.scan(record).to_table(), file, compression="snappy")
            found[name] = file.stat().st_size
        return {name: size // pages for name, size in found.items()}


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


if __name__ == "__main__":
    main()
