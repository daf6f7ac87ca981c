#!/usr/bin/env python3
"""How fast the whole way is: from a page on loopback to rows in the store, beside extractors on one core.

    crawl.py [--pages N] [--rounds N] [--no-peers] [--json]
    crawl.py --soak [--pages N]

Only ratios mean anything, and only those of one round: the machine may have other work. `--soak` crawls
10,000 pages and shows memory, open files and threads on the way. `docs/performance.md` says what was found.
"""

import argparse
import dataclasses
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from deltalake import DeltaTable  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from benchmarks.peers import Loop, requirements, run_loop, run_peer  # noqa: E402
from benchmarks.processes import OtherWork, Sample, Watch  # noqa: E402
from benchmarks.server import PageServer  # noqa: E402
from pipelines.report.run_record import load  # noqa: E402

WORKERS = 2
SOAK_PAGES = 10_000
CRAWL_SECONDS = 3600


@dataclasses.dataclass(frozen=True)
class Crawl:
    """A crawl that was measured. Times in seconds, memory in MiB."""

    pages: int
    outcomes: dict[str, int]
    seconds: float
    """From the first page that was asked for to the last committed row."""
    start_seconds: float
    """From the begin of the run to the first page: the sitemap is read, the workers come up."""
    parent_cpu: float
    reactor_cpu: float
    workers_cpu: float
    stages: dict[str, dict[str, float]]
    """Wall and CPU time of what the ledger's thread does."""
    lag_p50: float
    lag_p99: float
    lag_max: float
    parent_peak: float
    worker_peak: float
    others_cores: float
    """What other work took of the machine meanwhile."""
    samples: list[Sample]

    @property
    def cpu_seconds(self) -> float:
        """CPU time of all processes."""
        return self.parent_cpu + self.workers_cpu


@dataclasses.dataclass(frozen=True)
class Round:
    """What was measured one after another."""

    trafilatura: Loop
    ours: Crawl
    inline: Crawl
    peers: list[Loop]

    @property
    def ratio(self) -> float:
        """How many times more pages a second than trafilatura alone."""
        return _rate(self.ours) / _rate(self.trafilatura)

    @property
    def bound(self) -> float:
        """What `ratio` would be, were all CPUs free and busy: from CPU times, which others disturb less."""
        alone, ours = self.trafilatura.cpu_seconds, self.ours.cpu_seconds
        return (os.cpu_count() or 1) * (alone / self.trafilatura.pages) / (ours / self.ours.pages)


class NotAddingUp(AssertionError):
    """A crawl did not do what it was to do; its times mean nothing."""


def crawl(server: PageServer, pages: int, *, inline: bool = False) -> Crawl:
    """Crawl the pages of `server` into a store in a temporary folder. Raises NotAddingUp."""
    with tempfile.TemporaryDirectory(prefix="bench") as name:
        folder = Path(name)
        temporary = folder / "temporary"
        temporary.mkdir()
        environment = {
            "PATH": os.environ["PATH"],
            "SCRAPY_SETTINGS_MODULE": "benchmarks.settings",
            "NEWS_STORE_URL": f"file:{folder / 'store'}",
            "NEWS_LEDGER_DIR": str(folder / "ledger"),
            "NEWS_WORKERS": str(WORKERS),
            "NEWS_CONTACT": "bench@example.org",
            "TMPDIR": str(temporary),
            "BENCH_HOST": server.host,
            "BENCH_OUT": str(folder / "meters.json"),
            "BENCH_INLINE": "1" if inline else "",
        }
        server.begin()
        command = [sys.executable, "-m", "scrapy", "crawl", "bench_kz", "-a", "backfill=1", "--quiet"]
        with (
            OtherWork() as others,
            subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as run,
        ):
            watch = Watch(run.pid, lambda: server.served, max(1, pages // 10), temporary)
            watch.start()
            _, told = run.communicate(timeout=CRAWL_SECONDS)
            watch.join()
        if run.returncode:
            raise NotAddingUp(f"the crawl ended with {run.returncode}: {told[-2000:]}")
        return _read(folder, server, pages, watch, others)


def _read(folder: Path, server: PageServer, pages: int, watch: Watch, others: OtherWork) -> Crawl:
    """Put the figures of a crawl together, once they add up."""
    (path,) = (folder / "store" / "runs").rglob("*.json")
    record = load(path.read_bytes())
    rows = _rows(folder, "pages")
    articles = _rows(folder, "articles")
    outcomes = record.outcomes
    told = f"{pages} pages, {server.served} asked for, {outcomes}, {rows} rows, {articles} articles"
    if not pages == server.served == sum(outcomes.values()) == rows or articles != outcomes.get("stored"):
        raise NotAddingUp(f"the crawl does not add up: {told}")
    meters: dict[str, Any] = json.loads((folder / "meters.json").read_text(encoding="utf-8"))
    late: list[float] = meters.pop("lag")
    assert server.first_at is not None
    return Crawl(
        pages=pages,
        outcomes=outcomes,
        seconds=record.finished_at.timestamp() - server.first_at,
        start_seconds=server.first_at - record.started_at.timestamp(),
        lag_p50=late[len(late) // 2],
        lag_p99=late[len(late) * 99 // 100],
        lag_max=late[-1],
        parent_peak=watch.parent_peak,
        worker_peak=watch.worker_peak,
        others_cores=others.cores,
        samples=watch.samples,
        **meters,
    )


def _rows(folder: Path, table: str) -> int:
    rows: int = DeltaTable(str(folder / "store" / table)).to_pyarrow_dataset().count_rows()
    return rows


def measure(server: PageServer, pages: int, *, with_peers: bool) -> Round:
    """Measure everything once."""
    plain = run_loop(sys.executable, "trafilatura", pages)
    if plain.error:
        raise NotAddingUp(f"trafilatura: {plain.error}")
    ours = crawl(server, pages)
    inline = crawl(server, pages, inline=True)
    return Round(
        plain, ours, inline, [run_peer(name, pages) for name in requirements()] if with_peers else []
    )


def _rate(what: Crawl | Loop) -> float:
    return what.pages / what.seconds


# Showing it


def comparison(found: Round) -> Table:
    """The table of one round."""
    table = Table(title=f"{found.ours.pages} pages, {os.cpu_count()} CPUs, {WORKERS} workers")
    for name in ("", "× (b)", "pages/s", "CPU ms/page", "peak MiB", "lag p50/p99/max", "text", "others"):
        table.add_column(name, justify="left" if not name else "right", no_wrap=True)
    for name, run in (("steppewire", found.ours), ("(a) extraction inline", found.inline)):
        lags = "/".join(f"{1000 * lag:.0f}" for lag in (run.lag_p50, run.lag_p99, run.lag_max))
        peak = f"{run.parent_peak:.0f}" + (f" + {WORKERS}×{run.worker_peak:.0f}" if run.worker_peak else "")
        text = f"{run.outcomes.get('stored', 0) / run.pages:.0%}"
        table.add_row(name, *_figures(found, run), peak, lags, text, f"{run.others_cores:.1f}")
    for loop in (found.trafilatura, *found.peers):
        if loop.error is None:
            name = f"({'b' if loop is found.trafilatura else 'c'}) {loop.name} {loop.version}"
            text = f"{loop.with_text / loop.pages:.0%}"
            table.add_row(
                name, *_figures(found, loop), f"{loop.peak_mib:.0f}", "", text, f"{loop.others_cores:.1f}"
            )
    return table


def _figures(found: Round, what: Crawl | Loop) -> tuple[str, str, str]:
    ratio = _rate(what) / _rate(found.trafilatura)
    return f"{ratio:.2f}", f"{_rate(what):.1f}", f"{1000 * what.cpu_seconds / what.pages:.1f}"


def spent(run: Crawl) -> Table:
    """Where the CPU time of a crawl goes. Wall time is that of the ledger's thread alone."""
    table = Table(title="Where the CPU time goes")
    for name in ("", "CPU ms/page", "share", "wall ms/page"):
        table.add_column(name, justify="left" if not name else "right")
    stages = {
        f"{stage} (ledger thread)": (times["cpu"], times["wall"]) for stage, times in run.stages.items()
    }
    ledger = sum(cpu for cpu, _ in stages.values())
    rows: dict[str, tuple[float, float | None]] = {
        "extract (workers)": (run.workers_cpu, None),
        "fetch (event loop)": (run.reactor_cpu, None),
        **stages,
        "other threads of the parent": (run.parent_cpu - run.reactor_cpu - ledger, None),
    }
    for name, (cpu, wall) in rows.items():
        per_page = "" if wall is None else f"{1000 * wall / run.pages:.2f}"
        table.add_row(name, f"{1000 * cpu / run.pages:.2f}", f"{cpu / run.cpu_seconds:.0%}", per_page)
    return table


def steadiness(run: Crawl) -> Table:
    """What a long run held on its way."""
    table = Table(title=f"{run.pages} pages at {_rate(run):.1f} a second")
    for name in ("pages", "parent MiB", "workers MiB", "open files", "threads", "temporary files"):
        table.add_column(name, justify="right")
    for sample in run.samples:
        workers = " ".join(f"{worker:.0f}" for worker in sample.workers)
        held = (sample.files, sample.threads, sample.temporary)
        table.add_row(str(sample.pages), f"{sample.parent:.0f}", workers, *map(str, held))
    return table


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, help=f"1000 unless given; with --soak {SOAK_PAGES}")
    parser.add_argument("--rounds", type=int, default=1, help="the one with the median ratio is shown")
    parser.add_argument("--no-peers", action="store_true", help="leave newspaper4k and news-please out")
    parser.add_argument("--soak", action="store_true", help="one long crawl: does anything grow?")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    pages = arguments.pages or (SOAK_PAGES if arguments.soak else 1000)
    console = Console(width=max(120, Console().width))
    try:
        with PageServer(pages) as server:
            if arguments.soak:
                run = crawl(server, pages)
                if arguments.json:
                    print(json.dumps(dataclasses.asdict(run)))
                else:
                    console.print(steadiness(run))
                return
            rounds = [
                measure(server, pages, with_peers=not arguments.no_peers) for _ in range(arguments.rounds)
            ]
    except NotAddingUp as error:
        sys.exit(f"crawl.py: {error}")
    if arguments.json:
        print(json.dumps({"rounds": [_plain(found) for found in rounds]}))
    else:
        show(console, rounds)


def _plain(found: Round) -> dict[str, Any]:
    return {"ratio": found.ratio, "bound": found.bound, **dataclasses.asdict(found)}


def show(console: Console, rounds: list[Round]) -> None:
    """Print the tables of the round with the median ratio, and the ratios of all."""
    ratios = sorted(found.ratio for found in rounds)
    shown = next(found for found in rounds if found.ratio == statistics.median_low(ratios))
    console.print(comparison(shown))
    for peer in shown.peers:
        if peer.error:
            console.print(f"{peer.name}: {peer.error}", markup=False)
    console.print(
        "lag: of the event loop, ms; text: share of the pages that gave some; others: cores that other work\n"
        f"took meanwhile. Were all {os.cpu_count()} free and busy, it would be {shown.bound:.2f} × (b)."
    )
    if len(rounds) > 1:
        console.print(f"{len(rounds)} rounds gave {', '.join(f'{ratio:.2f}' for ratio in ratios)}")
    console.print(spent(shown.ours))


if __name__ == "__main__":
    main()
