"""The commands that are measured, each in a process of its own, and the stores that they work on."""

import dataclasses
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from benchmarks.scale.watching import CommandFailed, Ran, run
from pipelines.article import Article, PageRecord
from pipelines.store.schema import arrow_schema, checksum_of
from pipelines.store.store import open_store

ROOT = Path(__file__).resolve().parents[2]

BATCH_PAGES = 60
"""Pages a batch, and so a segment, which is a task of `reextract`: few enough that a small measurement has
several. The setting's default is 500."""

CHANGED = 10
"""Each so many-th article is stored with another title than the rules give, so that `reextract` has something
to write: a change of the rules that changed more than a tenth would not land."""


@dataclasses.dataclass(frozen=True, slots=True)
class Job:
    """A command on some processors."""

    name: str
    command: tuple[str, ...]
    workers: int
    on_ray: bool = False

    @property
    def label(self) -> str:
        """As tables name it."""
        if self in ALONE:
            return f"{self.name}, {'two processes' if self.workers > 1 else 'one process'}"
        place = f"Ray, {self.workers} nodes of one CPU" if self.on_ray else f"{self.workers} worker"
        return f"`{self.name}`, {place}" + ("s" if self.workers > 1 and not self.on_ray else "")


READING = Job("fastwarc alone", ("-m", "benchmarks.scale.peer", "--read"), 1)
PASSING = Job("cc-news of other hosts", ("-m", "benchmarks.scale.peer", "--pass"), 1)
TRAFILATURA = Job("plain trafilatura", ("-m", "benchmarks.scale.peer"), 1)
TRAFILATURA_IN_TWO = Job(TRAFILATURA.name, ("-m", "benchmarks.scale.peer", "--two"), 2)
ALONE = (READING, PASSING, TRAFILATURA, TRAFILATURA_IN_TWO)
"""No commands of ours."""
JOBS = (
    *ALONE,
    *(
        Job(name, ("-m", "scrapy", name, *(("--engine", "ray") if on_ray else ())), workers, on_ray)
        for name in ("ingest", "reextract")
        for workers, on_ray in ((1, False), (2, False), (2, True))
    ),
)


class NotThere(RuntimeError):
    """This checkout has no such command, or it does not know the engine."""


def variables(folder: Path, workers: int, **more: str) -> dict[str, str]:
    """The environment of a command with its store and ledger in `folder`."""
    return {
        "PATH": "/usr/bin:/bin",
        "SCRAPY_PROJECT": "test",
        "NEWS_STORE_URL": f"file:{folder / 'store'}",
        "NEWS_LEDGER_DIR": str(folder / "ledger"),
        "NEWS_WORKERS": str(workers),
        "NEWS_BATCH_PAGES": str(BATCH_PAGES),
        "NEWS_CONTACT": "bench@example.org",
        "TMPDIR": str(folder),
        # Ray's nodes import the project from here.
        "PYTHONPATH": f"{Path(__file__).parent / 'without_pandas'}:{ROOT}",
        **more,
    }


def see(job: Job) -> None:
    """Raise NotThere where this checkout cannot run a job."""
    if job in ALONE:
        return
    told = subprocess.run(
        [sys.executable, "-m", "scrapy", job.name, "--help"],
        cwd=ROOT,
        env=variables(ROOT, 1),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if told.returncode or f"scrapy {job.name}" not in told.stdout:
        raise NotThere(f"there is no `scrapy {job.name}` here")
    if job.on_ray and "--engine" not in told.stdout:
        raise NotThere(f"`scrapy {job.name}` knows no --engine here")


def start(
    job: Job,
    folder: Path,
    files: Sequence[Path],
    ray: tuple[dict[str, str], list[int]] | None,
    *,
    cores: int | None = None,
    **more: str,
) -> Ran:
    """Run a job over `files`, or over the store in `folder`, on as many processors as it has workers or on
    `cores`. Raises CommandFailed."""
    operands = [] if job.name == "reextract" else list(map(str, files))
    address = ray[0] if job.on_ray and ray else {}
    return run(
        [sys.executable, *job.command, *operands],
        variables(folder, job.workers, **address, **more),
        ROOT,
        # Nodes of Ray are not held to a processor each: Ray begins one task at a time on each.
        cores=None if job.on_ray else range(cores or job.workers),
        cluster=ray[1] if job.on_ray and ray else (),
    )


def outdated(folder: Path, prepared: Path) -> None:
    """A copy of a store that was taken in before, as if by older rules, with its ledger.

    All rows are of the rules before today's, and each `CHANGED`th article has another title.
    """
    shutil.copytree(prepared, folder, dirs_exist_ok=True)
    store = open_store(f"file:{folder / 'store'}")
    for record, change in ((Article, _older_articles), (PageRecord, _older_pages)):
        for part in store.tables.parts(record):
            store.tables.rewrite(record, part.site, part.month, change)


def _older_articles(rows: pa.Table) -> pa.Table:
    found = rows.to_pylist()
    for row in found:
        row["rules_version"] -= 1
        if int(row["id"][:8], 16) % CHANGED == 0:
            row["title"] = f"{row['title']} | Site"
        row["checksum"] = checksum_of(row)
    return pa.Table.from_pylist(found, schema=arrow_schema(Article))


def _older_pages(rows: pa.Table) -> pa.Table:
    found = rows.to_pylist()
    for row in found:
        row["rules_version"] = (row["rules_version"] or 2) - 1
        row["checksum"] = checksum_of(row)
    return pa.Table.from_pylist(found, schema=arrow_schema(PageRecord))


def taken_in(folder: Path) -> int:
    """Pages of the store in `folder` that became articles. Raises CommandFailed when there are none."""
    rows = open_store(f"file:{folder / 'store'}").tables.scan(Article).count_rows()
    if not rows:
        raise CommandFailed("an ingest stored nothing")
    return int(rows)
