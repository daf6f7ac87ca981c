#!/usr/bin/env python3
"""Twelve made sites under a real cron daemon: what is stored, what is reported, which alarms come?

    python -m benchmarks.schedule_show [--minutes 30] [--days 28] [--jobs 4] [--keep DIR]

Serves twelve news sites on loopback (127.0.81.1 to .12, ports from SHOW_PORT, 8790, on), in twelve wordings,
whose articles come out while it runs. Half-way one site is redesigned so that no text is in its pages, one
begins to refuse (403, then 429), and one dies (connection refused). A cron daemon starts `scrapy crawlall
--due` every minute by /etc/cron.d/steppewire-show, so it wants root; a daemon is started only where none
runs, and that one and the table are gone afterwards. A webhook on loopback writes down each alarm.

First it writes a made history, as health is judged by weeks that were: `--days` of four articles a day and
site (24 of the one that breaks), pages of the same sites, extracted as any page is, under moments of the
past. The output says so.

At the end: by site what was published, what of it is stored, each article once; exit codes and complaints of
the runs; alarms and when they came, in minutes and seconds since the beginning. Exit code 1 where something
is not as it should be: an article that was out before the last run began and is not in the store, one that
is there twice, an alarm that did not come, or one that should not have.
"""

import argparse
import contextlib
import datetime as dt
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from benchmarks.show import CannotShow
from benchmarks.show.crontab import CronTable
from benchmarks.show.outcome import alarms, as_table, faults, outcomes
from benchmarks.show.past import write_history
from benchmarks.show.servers import Receiver, newspapers
from benchmarks.show.sites import PORT, SITES, Timetable

ARTICLE_SECONDS = 0.1
"""What an article of the history takes to write on two cores with other work; 0.03 alone."""


def main() -> int:
    """Run the show; its exit code."""
    parser = argparse.ArgumentParser(description="Twelve made sites under a real cron daemon.")
    parser.add_argument("--minutes", type=float, default=30, help="how long cron crawls (%(default)g)")
    parser.add_argument("--days", type=int, default=28, help="days of made history (%(default)s)")
    parser.add_argument("--jobs", type=int, default=4, help="sites at a time (%(default)s)")
    parser.add_argument("--keep", metavar="DIR", help="keep store, ledgers and logs in this new folder")
    options = parser.parse_args()
    with _folder(options.keep) as folder:
        try:
            return _show(folder, options.minutes, options.days, options.jobs)
        except CannotShow as error:
            print(f"schedule_show: {error}", file=sys.stderr)
            return 2


@contextlib.contextmanager
def _folder(keep: str | None) -> Iterator[Path]:
    if keep:
        Path(keep).mkdir(parents=True)
        yield Path(keep).absolute()
        return
    name = tempfile.mkdtemp(prefix="steppewire-show-")
    try:
        yield Path(name)
    finally:
        shutil.rmtree(name, ignore_errors=True)


def _show(folder: Path, minutes: float, days: int, jobs: int) -> int:
    out = Console(width=None if sys.stdout.isatty() else 150, highlight=False)
    store_url = f"file:{folder / 'store'}"
    # The history ends where the show begins, which is when the history is written.
    writing = time.monotonic()
    articles = days * sum(site.a_day for site in SITES)
    timetable = Timetable(_now() + dt.timedelta(seconds=10 + ARTICLE_SECONDS * articles), days)
    stored = write_history(store_url, folder, timetable, os.cpu_count() or 1)
    out.print(
        f"Made history: {stored} of {articles} articles of {days} days, "
        f"not crawled, written in {time.monotonic() - writing:.0f} s."
    )
    time.sleep(max(0.0, (timetable.began - _now()).total_seconds()))
    began = _now()
    end = began + dt.timedelta(minutes=minutes)
    half = began + (end - began) / 2
    with newspapers(timetable, half, end), Receiver() as receiver:
        environment = {
            "SCRAPY_SETTINGS_MODULE": "benchmarks.show.settings",
            "SHOW_PORT": str(PORT),
            "NEWS_STORE_URL": store_url,
            "NEWS_LEDGER_DIR": str(folder / "ledger"),
            "NEWS_CONTACT": "show@example.org",
            "NEWS_ALLOW_ADDRESSES": "127.0.81.0/24",
            "NEWS_WORKERS": "1",
            "NEWS_ALARM_WEBHOOK": receiver.url,
        }
        arguments = ["crawlall", "--due", "-j", str(jobs), "--logs", str(folder / "logs")]
        with CronTable(folder, environment, arguments) as table:
            out.print(f"{table.daemon.capitalize()}; until {end:%H:%M:%S} UTC, half-way at {half:%H:%M:%S}.")
            told = 0
            while (left := (end - _now()).total_seconds()) > 0:
                time.sleep(min(5.0, left))
                for alarm in alarms(receiver.got)[told:]:
                    out.print(f"{alarm.at:%H:%M:%S} alarm: {alarm.site} is {alarm.state}", markup=False)
                    told += 1
        rounds, came = table.rounds(), alarms(receiver.got)
        found = outcomes(store_url, timetable, half, end)
    lines = faults(found, came)
    if not rounds:
        lines.insert(0, "cron started no round")
    out.print(as_table(found, came, began, lines))
    out.print(f"{rounds} rounds by cron, {len(receiver.got)} alarms received.")
    if table.log.exists() and lines:
        last = table.log.read_text(encoding="utf-8", errors="replace").splitlines()[-20:]
        out.print("The end of cron's log:", *last, sep="\n", markup=False)
    return 1 if lines else 0


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


if __name__ == "__main__":
    sys.exit(main())
