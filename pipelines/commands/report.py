"""`steppewire report`: a page about the last weeks of a store."""

import argparse
import datetime as dt
from pathlib import Path

from .options import Commands, add_command


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(commands, "report", "Write a page about the last weeks of a store")
    parser.add_argument("given", nargs="?", metavar="STORE", help="the same as --store STORE")
    parser.add_argument("--days", type=int, default=30, metavar="N", help="UTC days, today among them")
    parser.add_argument(
        "--out", required=True, metavar="DIR", help="the folder that index.html is written to"
    )
    parser.set_defaults(run=_report)


def _report(options: argparse.Namespace) -> None:
    from ..report.overview.make import make_report
    from ..store.location import parse_store_url
    from ..store.tables import Tables

    location = parse_store_url(options.given or options.store)
    now = dt.datetime.now(dt.UTC)
    out = Path(options.out)
    print(make_report(location, Tables(location), location.delta_options(), out, days=options.days, now=now))
