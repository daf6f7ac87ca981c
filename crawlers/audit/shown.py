"""An audit, told: on a terminal, as JSON, as CSV."""

import csv
import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import IO, Any

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from crawlers.audit.fates import IN_DATASET, Announced, Fate, by_reason
from crawlers.counted import counted
from pipelines.commands.terminal import printable
from pipelines.dataset.csv_cells import cell
from pipelines.report.run_record import SourceReading

EXAMPLES = 3
"""Addresses shown of each reason, unless all are asked for."""

_ROWS: tuple[tuple[str, frozenset[Fate]], ...] = (
    ("in the dataset", IN_DATASET),
    ("duplicate", frozenset({"duplicate"})),
    ("rejected", frozenset({"rejected"})),
    ("failed", frozenset({"failed"})),
    ("pending", frozenset({"pending"})),
    ("lost", frozenset({"lost"})),
    ("never queued", frozenset({"unqueued"})),
)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What an audit found."""

    site: str
    timezone: str
    since: dt.date
    until: dt.date
    announced: Sequence[Announced]
    sources: Sequence[SourceReading] | None
    """How the sources were read now; None where they were not."""
    notes: Sequence[str]
    """What is not known, a line each."""

    @property
    def undated(self) -> int:
        """How many addresses have no day."""
        return sum(one.day is None for one in self.announced)


def terminal(audit: Audit, *, everything: bool) -> Iterator[RenderableType]:
    """The audit in parts, the texts among them to be printed as they are; `everything`: all addresses."""
    period = f"{audit.since} to {audit.until} ({audit.timezone})"
    announced = counted(len(audit.announced), "address", "es")
    yield Text(f"{audit.site}: {announced} announced, {period}", style="bold")
    if audit.undated:
        yield Text(f"{audit.undated} of them without a day: they count in every period")
    yield Text()
    yield _fates(audit)
    yield from _reasons(audit.announced, None if everything else EXAMPLES)
    if audit.sources is not None:
        yield Text()
        yield from _sources(audit.sources)
    yield Text()
    for note in audit.notes:
        yield Text(f"Not known: {printable(note)}")


def _fates(audit: Audit) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("what became of them")
    table.add_column("number", justify="right")
    table.add_column("share", justify="right")
    table.add_column("of these")
    total = len(audit.announced)
    for name, fates in _ROWS:
        ones = [one for one in audit.announced if one.fate in fates]
        if not ones and name != "in the dataset":
            continue
        words = Counter(one.fate if one.fate in IN_DATASET else one.reason for one in ones)
        share = f"{100 * len(ones) / total:.1f} %" if total else ""
        table.add_row(name, str(len(ones)), share, Text(_counts(words)))
    return table


def _reasons(announced: Sequence[Announced], examples: int | None) -> Iterator[Text]:
    names = {fate: name for name, fates in _ROWS for fate in fates}
    for (fate, reason), ones in by_reason(announced).items():
        yield Text()
        tries = {one.tries for one in ones if one.tries}
        asked = f", asked for {_span(tries)}" if tries else ""
        yield Text(printable(f"{names[fate]}, {reason}: {len(ones)}{asked}"), style="yellow")
        for one in ones[:examples]:
            yield Text(f"  {printable(one.url)}")
            if one.detail:
                yield Text(f"    {printable(one.detail)}", style="dim")
        if examples is not None and len(ones) > examples:
            yield Text(f"  and {len(ones) - examples} more (--all)")


def _span(tries: set[int]) -> str:
    least, most = min(tries), max(tries)
    return counted(least, "time") if least == most else f"{least} to {most} times"


def _sources(sources: Sequence[SourceReading]) -> Iterator[Text]:
    yield Text("Sources, as they are now", style="yellow")
    for source in sources:
        what = source.error or counted(source.links, "address", "es")
        dropped = ", ".join(f"{count} {why}" for why, count in sorted(source.dropped.items()))
        left = f"; not taken: {dropped}" if dropped else ""
        yield Text(f"  {source.kind} {printable(f'{source.url}: {what}{left}')}")


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{word} {number}" for word, number in counts.most_common())


def to_json(audit: Audit) -> dict[str, Any]:
    """Plain values, for `--json`."""
    counts = Counter(one.fate for one in audit.announced)
    reasons = by_reason(audit.announced)
    return {
        "site": audit.site,
        "timezone": audit.timezone,
        "since": audit.since.isoformat(),
        "until": audit.until.isoformat(),
        "announced": len(audit.announced),
        "undated": audit.undated,
        "in_dataset": sum(counts[fate] for fate in IN_DATASET),
        "by_fate": dict(counts),
        "by_reason": [
            {"fate": fate, "reason": reason, "number": len(ones)} for (fate, reason), ones in reasons.items()
        ],
        "articles": [_plain(one) for one in audit.announced],
        "sources": None if audit.sources is None else [dataclasses.asdict(one) for one in audit.sources],
        "not_known": list(audit.notes),
    }


def write_csv(audit: Audit, out: IO[str]) -> None:
    """A line an address. No cell is a formula."""
    names = [field.name for field in dataclasses.fields(Announced)]
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    for one in audit.announced:
        writer.writerow({name: cell(value) for name, value in _plain(one).items()})


def _plain(one: Announced) -> dict[str, Any]:
    return {**dataclasses.asdict(one), "day": one.day and one.day.isoformat()}
