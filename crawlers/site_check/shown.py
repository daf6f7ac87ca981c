"""How checks are told: a table that fits 80 columns, and below it what is wrong with whom."""

import datetime as dt
import time
from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Console, Group, RenderableType
from rich.status import Status
from rich.table import Table
from rich.text import Text

from crawlers.catalogue.checked import CheckedSource, Verdict

_STYLES = {"works": "green", "partly": "yellow", "fails": "red"}


class Progress:
    """On a terminal, a line that says how far it is; elsewhere nothing."""

    def __init__(self, of: int) -> None:
        self._console = Console(stderr=True, highlight=False)
        self._of, self._done = of, 0
        self._began = time.monotonic()
        self._status: Status | None = None

    def __enter__(self) -> "Progress":
        if self._console.is_terminal:
            self._status = self._console.status(self._line())
            self._status.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._status:
            self._status.stop()

    def tell(self) -> None:
        """One more is done."""
        self._done += 1
        if self._status:
            self._status.update(self._line())

    def _line(self) -> str:
        return f"{self._done} of {self._of} sites checked, {time.monotonic() - self._began:.0f} s"


def table(verdicts: Sequence[Verdict], not_checked: Mapping[str, str]) -> RenderableType:
    """A row a site, by name, and what is wrong below."""
    rows = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    rows.add_column("site", overflow="fold")
    rows.add_column("verdict")
    rows.add_column("robots.txt")
    rows.add_column("articles in its sources", overflow="fold")
    rows.add_column("complete", justify="right")
    notes = []
    for verdict in sorted(verdicts, key=lambda verdict: verdict.site):
        rows.add_row(
            Text(verdict.site),
            Text(verdict.verdict, _STYLES[verdict.verdict]),
            Text(verdict.robots),
            Text(sources_line(verdict.sources)),
            Text(f"{verdict.complete} of {verdict.pages}"),
        )
        if verdict.reason:
            notes.append(Text(printable(f"{verdict.site}: {verdict.reason}")))
    notes += [Text(printable(f"{site}: not checked: {why}")) for site, why in sorted(not_checked.items())]
    return Group(rows, *notes)


def sources_line(sources: Sequence[CheckedSource]) -> str:
    """`feed 20, section 12+0`: how many articles each names."""
    kinds: dict[str, list[str]] = {}
    for source in sources:
        kinds.setdefault(source.kind, []).append(str(source.articles))
    return ", ".join(f"{kind} {'+'.join(counts)}" for kind, counts in kinds.items()) or "-"


def counts_line(verdicts: Sequence[Verdict], began: dt.datetime) -> str:
    """`12 work, 1 works partly, 0 fail; checked on 2026-11-23`."""
    counts = [sum(verdict.verdict == word for verdict in verdicts) for word in ("works", "partly", "fails")]
    return "{} work, {} partly, {} fail".format(*counts) + f"; checked on {began:%Y-%m-%d}"


def printable(text: str) -> str:
    """Without what a terminal would take for a command."""
    return "".join(character if character.isprintable() else " " for character in text)
