"""Tables of a page of HTML, each in a box that scrolls by itself where it is too wide or long."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from .words import number

K = TypeVar("K", str, tuple[str, str])

MAX_ROWS = 500
"""Rows of a table, and of the grid: five times as many sites as a large store has."""

_BOX = '<div class="wide" tabindex="0">'


def table_of(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], words: set[int]) -> str:
    """A table whose columns are numbers, but for `words`. Cells are escaped already."""
    if not rows:
        return ""
    kinds = [' class="name"' if at in words else ' class="n"' for at in range(len(heads))]
    head = "".join(f'<th scope="col"{kind}>{one}</th>' for kind, one in zip(kinds, heads, strict=True))
    body = "\n".join(
        "<tr>" + "".join(f"<td{kind}>{cell}</td>" for kind, cell in zip(kinds, row, strict=True)) + "</tr>"
        for row in rows[:MAX_ROWS]
    )
    table = f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f"{_BOX}{table}</div>{more_of(len(rows), MAX_ROWS, 'rows')}"


def more_of(count: int, most: int, what: str) -> str:
    """What stands below things of which at most `most` are shown."""
    return f'<p class="note">{number(count - most)} more {what} are not shown.</p>' if count > most else ""


def by_rank(counts: Mapping[K, int]) -> list[tuple[K, int]]:
    """The most first; of equals by their names."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
