"""The report for a terminal, or as plain text where there is none: what fits a few screens of 80 columns."""

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.table import Table
from rich.text import Text

from ..report.summary import printable
from .findings import Changed, JudgedAnew
from .report import Report, text_rows
from .shown import Piece, Row, cut
from .tally import Line

WIDTH = 80
"""Columns. A wider terminal does not make it wider: its beginning goes into commit messages."""
SITES = 15
"""Sites that are shown, those in which most changes."""
LINES = 8
"""Lines that go, and that come."""
PAGES = 5
"""Pages newly refused, and newly accepted."""
ROWS = 4
"""Rows of each of the largest differences..."""
DIFF_CHARS = 400
"""... and about so many characters: five lines."""

_STYLES = {"kept": "dim", "removed": "red", "added": "green", "left_out": "dim italic"}
_SIGNS = {"kept": " ", "removed": "-", "added": "+", "changed": "~", "left_out": " "}
_BRACKETS = {"removed": ("[-", "-]"), "added": ("{+", "+}")}


def render(report: Report) -> RenderableType:
    """The report; its first two lines are the summary.

    What comes from a page is `Text` of printable characters: neither mark-up nor control codes get through.
    """
    findings, everything = report.findings, report.tally.all
    parts: list[RenderableType] = [_text(line, "bold") for line in report.summary()]
    parts += _section("Stands out", _remarks(report))
    parts += _section("By field", _fields(report))
    parts += _section("By site", _sites(report))
    parts += _section("Lines that go, by articles of a site", _lines(report.lines("gone")))
    parts += _section("Lines that come, by articles of a site", _lines(report.lines("new")))
    parts += _section("Largest differences of texts", _largest(findings.largest))
    parts += _section("Newly refused", _judged(findings.refused, everything.refused))
    parts += _section("Newly accepted", _judged(findings.accepted, everything.accepted))
    return Constrain(Group(*parts), WIDTH)


def _section(title: str, parts: Iterable[RenderableType]) -> list[RenderableType]:
    found = list(parts)
    return [Text(), Text(title, style="bold cyan"), *found] if found else []


def _remarks(report: Report) -> Iterable[RenderableType]:
    for remark in report.remarks():
        yield _hanging("! ", _text(remark.what, "yellow"))
        for line in remark.evidence:
            yield _hanging("  ", _text(line, "dim"))


def _fields(report: Report) -> Iterable[RenderableType]:
    fields = sorted(report.tally.fields.items(), key=lambda item: (-item[1].changed, item[0]))
    if fields:
        rows = [(name, one.changed, one.gained, one.lost, one.replaced) for name, one in fields]
        yield _table(("field", "changed", "gained", "lost", "replaced"), rows)


def _sites(report: Report) -> Iterable[RenderableType]:
    sites = [
        (site, one)
        for site, one in report.sites()
        if one.changed or one.refused or one.accepted or one.failed
    ]
    rows = [
        (cut(site, 22), one.articles, one.changed, one.text, one.dates, one.accepted, one.refused, one.failed)
        for site, one in sites[:SITES]
    ]
    if rows:
        heads = ("site", "articles", "changed", "text", "dates", "new", "refused", "failed")
        yield _table(heads, rows)
    if len(sites) > SITES:
        yield _text(f"and {len(sites) - SITES:,} more sites in which something changes", "dim")


def _table(heads: Sequence[str], rows: Iterable[tuple[str, *tuple[int, ...]]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for at, head in enumerate(heads):
        table.add_column(head, justify="right" if at else "left", overflow="fold")
    for name, *counts in rows:
        table.add_row(_text(name), *(f"{count:,}" for count in counts))
    return table


def _lines(lines: Sequence[Line]) -> Iterable[RenderableType]:
    for line in lines[:LINES]:
        more = "+" if line.most > line.articles else ""
        yield _text(cut(f"{line.articles:>7,}{more} {line.site}: {line.text}", WIDTH))
    if len(lines) > LINES:
        yield _text(f"and {len(lines) - LINES:,} more", "dim")


def _largest(found: Sequence[Changed]) -> Iterable[RenderableType]:
    for number, changed in enumerate(found, 1):
        words = f"-{changed.words_removed:,} +{changed.words_added:,} words, {changed.site}: "
        yield _hanging(f"{number:>2} ", Text.assemble((printable(words), "bold"), printable(changed.title)))
        yield _hanging("   ", _text(changed.url, "dim"))
        rows = [row for row in text_rows(changed, DIFF_CHARS) if row.kind != "kept"]
        for row in rows[:ROWS]:
            yield _row(row)


def _row(row: Row) -> RenderableType:
    pieces = [_piece(piece, row.kind) for piece in row.pieces]
    return _hanging(f"   {_SIGNS[row.kind]} ", Text(" ").join(pieces))


def _piece(piece: Piece, kind: str) -> Text:
    begin, end = _BRACKETS.get(piece.change, ("", "")) if kind == "changed" else ("", "")
    return _text(f"{begin}{cut(piece.text, DIFF_CHARS // 2)}{end}", _STYLES[piece.change])


def _judged(pages: Sequence[JudgedAnew], count: int) -> Iterable[RenderableType]:
    for one in pages[:PAGES]:
        facts = _facts(one)
        yield _hanging(
            "  ", Text.assemble((printable(f"{facts}: "), "bold"), printable(one.title or "(no title)"))
        )
        yield _hanging("    ", _text(one.url, "dim"))
        if not one.reason:
            yield _hanging("    ", _text(cut(one.beginning, 2 * WIDTH - 10)))
    if count > PAGES:
        yield _text(f"and {count - min(PAGES, len(pages)):,} more", "dim")


def _facts(one: JudgedAnew) -> str:
    """Why it is none, or what kind of an article it is."""
    return ", ".join(filter(None, (one.site, one.reason or f"{one.language}, {one.words:,} words")))


def _hanging(mark: str, told: Text) -> RenderableType:
    """Text that is wrapped below itself, right of its mark; a word that is too long is broken."""
    told.overflow = "fold"
    grid = Table.grid(padding=0)
    grid.add_column(width=len(mark), no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(mark), told)
    return grid


def _text(told: str, style: str = "") -> Text:
    return Text(printable(told), style=style, overflow="fold")
