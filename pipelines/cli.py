"""`steppewire`: what a reader of a dataset can ask for on the command line."""

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path

from .errors import SteppewireError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; its exit code: 0 done, 2 wrong use, 3 the store cannot be read."""
    parser = argparse.ArgumentParser(prog="steppewire", description="Look at a dataset of regional news.")
    commands = parser.add_subparsers(dest="command", required=True)
    report = commands.add_parser(
        "report",
        help="write a page about the last weeks of a store",
        description="Write a page about a store.",
    )
    report.add_argument("store", metavar="STORE", help="file:PATH or s3://BUCKET/PREFIX")
    report.add_argument("--days", type=int, default=30, metavar="N", help="UTC days, today among them")
    report.add_argument(
        "--out", required=True, metavar="DIR", help="the folder that index.html is written to"
    )
    options = parser.parse_args(arguments)
    try:
        print(_report(options.store, Path(options.out), options.days))
    except SteppewireError as error:
        # The reader gave an argument, not the crawler's setting.
        print(f"steppewire report: {str(error).removeprefix('NEWS_STORE_URL: ')}", file=sys.stderr)
        return error.exit_code
    return 0


def _report(store: str, out: Path, days: int) -> Path:
    # On demand: `--help` needs no Arrow.
    from .report.overview.make import make_report
    from .store.location import parse_store_url
    from .store.tables import Tables

    location = parse_store_url(store)
    now = dt.datetime.now(dt.UTC)
    return make_report(location, Tables(location), location.delta_options(), out, days=days, now=now)
