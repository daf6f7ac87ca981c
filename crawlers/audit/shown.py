"""An audit, told: on a terminal, as JSON, as CSV."""

import csv
import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import IO, Any

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from crawlers.audit.fates import IN_DATASET, Announced, Fate, by_reason
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


def terminal(audit: Audit, *, everything: bool) -> RenderableType:
    """The audit as tables; with `everything`, all addresses of each reason."""
    period = f"{audit.since} to {audit.until} ({audit.timezone})"
    head = f"{audit.site}: {len(audit.announced)} addresses announced, {period}"
    parts: list[RenderableType] = [Text(head, style="bold")]
    if audit.undated:
        parts.append(Text(f"{audit.undated} of them without a day: they count in every period"))
    parts += [Text(), _fates(audit)]
    parts += _reasons(audit.announced, None if everything else EXAMPLES)
    if audit.sources is not None:
        parts += [Text(), *_sources(audit.sources)]
    if audit.notes:
        parts.append(Text())
        parts += [Text(f"Not known: {note}") for note in audit.notes]
    return Group(*parts)


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
        table.add_row(name, str(len(ones)), share, _text(_counts(words)))
    return table


def _reasons(announced: Sequence[Announced], examples: int | None) -> Iterator[RenderableType]:
    names = {fate: name for name, fates in _ROWS for fate in fates}
    for (fate, reason), ones in by_reason(announced).items():
        yield Text()
        tries = {one.tries for one in ones if one.tries}
        asked = f", asked for {_span(tries)}" if tries else ""
        yield Text(printable(f"{names[fate]}, {reason}: {len(ones)}{asked}"), style="yellow")
        for one in ones[:examples]:
            yield Padding(_text(one.url), (0, 0, 0, 2))
            if one.detail:
                yield Padding(Text(printable(one.detail), style="dim"), (0, 0, 0, 4))
        if examples is not None and len(ones) > examples:
            yield Text(f"  and {len(ones) - examples} more (--all)")


def _span(tries: set[int]) -> str:
    least, most = min(tries), max(tries)
    number = f"{least}" if least == most else f"{least} to {most}"
    return f"{number} {'time' if number == '1' else 'times'}"


def _sources(sources: Sequence[SourceReading]) -> Iterator[RenderableType]:
    yield Text("Sources, as they are now", style="yellow")
    for source in sources:
        dropped = {f"{count} {why}" for why, count in source.dropped.items()}
        what = source.error or f"{source.links} links"
        left = f"; not taken: {', '.join(sorted(dropped))}" if dropped else ""
        yield Padding(_text(f"{source.kind} {source.url}: {what}{left}"), (0, 0, 0, 2))


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{word} {number}" for word, number in counts.most_common())


def _text(text: str) -> Text:
    return Text(printable(text), overflow="fold")


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
