"""How a round is told: a live table on a terminal, a line a site elsewhere, or JSON."""

import json
import sys
import time
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from crawlers.round.results import WRONG, Result
from crawlers.round.sites import Site
from pipelines.report.run_record import ordered_outcomes

REFRESH_PER_SECOND = 2.0
_LINES = 10
"""Complaints of a site that are shown."""


class Shown:
    """Tells people about a round. Standard output has lines or JSON, standard error what is wrong."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._console = Console(stderr=True, highlight=False)
        self._table = self._console.is_terminal
        self._lines = not as_json and not (self._table and sys.stdout.isatty())
        self._names: list[str] = []
        self._began: dict[str, float] = {}
        self._results: dict[str, Result] = {}
        self._live: Live | None = None

    def begin(self, sites: Sequence[Site]) -> None:
        """Show what waits."""
        self._names = [site.name for site in sites]
        if self._table and sites:
            self._live = Live(
                get_renderable=self._rendered, console=self._console, refresh_per_second=REFRESH_PER_SECOND
            )
            self._live.start()

    def tell(self, site: str, result: Result | None) -> None:
        """A site began, or its result is there."""
        if result is None:
            self._began[site] = time.monotonic()
            return
        self._results[site] = result
        if self._lines:
            print(line(result), flush=True)
        if not self._table:
            self._complain(result)

    def close(self) -> None:
        """Leave the terminal as it was found."""
        if self._live:
            self._live.stop()

    def end(self, code: int, after: Sequence[Result]) -> None:
        """Say what is left to say, and what was done after the sites."""
        self.close()
        if self._live:
            for result in self._results.values():
                self._complain(result)
        for result in after:
            if self._lines:
                print(line(result), flush=True)
            self._complain(result)
        if self._as_json:
            told = {
                "exit_code": code,
                "sites": [self._results[name].to_json() for name in self._names],
                "after": [result.to_json() for result in after],
            }
            print(json.dumps(told, ensure_ascii=False))

    def _complain(self, result: Result) -> None:
        if result.fate not in WRONG:
            return
        for complaint in result.complaints[:_LINES] or (result.fate,):
            self._console.print(Text(f"{result.site}: {_printable(complaint)}"), soft_wrap=True)
        more = len(result.complaints) - _LINES
        if more > 0:
            self._console.print(Text(f"{result.site}: and {more} lines more"))

    def _rendered(self) -> Table:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        table.add_column("site")
        table.add_column("state")
        table.add_column("pages", justify="right")
        table.add_column("by outcome")
        table.add_column("time", justify="right")
        for name in self._names:
            result = self._results.get(name)
            if result:
                style = "red" if result.fate in WRONG else ""
                pages = str(sum(result.outcomes.values())) if result.outcomes else ""
                row = (Text(result.fate, style), pages, _counts(result), f"{result.seconds:.0f} s")
            elif name in self._began:
                row = (Text("running"), "", "", f"{time.monotonic() - self._began[name]:.0f} s")
            else:
                row = (Text("waiting", "dim"), "", "", "")
            table.add_row(name, *row)
        return table


def line(result: Result) -> str:
    """A site's line: `2026-11-22T10:00:07Z kun_uz done: stored 12, unchanged 3; 41 s`."""
    began = f"{result.started_at:%Y-%m-%dT%H:%M:%SZ} " if result.started_at else ""
    how = f" ({result.signal})" if result.signal else ""
    counts = f": {_counts(result)}" if result.outcomes or result.revisits else ""
    took = f"; {result.seconds:.0f} s" if result.started_at else ""
    return f"{began}{result.site} {result.fate}{how}{counts}{took}"


def _counts(result: Result) -> str:
    counts = [f"{name} {count}" for name, count in ordered_outcomes(result.outcomes)]
    if again := sum(result.revisits.values()):
        counts.append(f"visited again {again}")
    return ", ".join(counts)


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)
