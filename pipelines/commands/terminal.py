"""What a terminal is shown. Words of a page are hostile: no control code of theirs gets through."""

import io
import json
import os
import shutil
import sys
import unicodedata
from collections.abc import Collection, Sequence
from typing import IO, Any, cast

_GAP = "  "
_NARROW = 6
"""Characters that a column is cut to at least."""


def printable(text: str) -> str:
    """`text` on one line: control codes, direction marks and line breaks are blanks."""
    return "".join(character if character.isprintable() else " " for character in text)


def printable_lines(text: str) -> str:
    """`text` with its line feeds and tabs, all else that is not printable a blank."""
    return "".join(c if c.isprintable() or c in "\n\t" else " " for c in text)


class _Shown(io.RawIOBase):
    """Takes bytes for a terminal: UTF-8 of whole characters a call."""

    def writable(self) -> bool:
        """See `io`."""
        return True

    def write(self, data: Any) -> int:
        """See `io`."""
        sys.stdout.write(printable_lines(bytes(data).decode("utf-8", "replace")))
        return len(data)


def output() -> IO[bytes]:
    """Where a command writes data: as it is into a pipe or a file, printable to a terminal."""
    return cast("IO[bytes]", _Shown()) if sys.stdout.isatty() else sys.stdout.buffer


def json_line(value: Any) -> str:
    """`value`, of plain JSON values, on one line; what steers a terminal is escaped, which loses nothing."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def columns_of(text: str) -> int:
    """Columns of a terminal that a printable text takes."""
    return sum(map(_width, text))


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, width: int) -> str:
    """`text` within `width` columns, with `…` where something is left out."""
    if columns_of(text) <= width:
        return text
    kept, used = [], 0
    for character in text:
        used += _width(character)
        if used > width - 1:
            break
        kept.append(character)
    return f"{''.join(kept).rstrip()}…"


def width() -> int | None:
    """Columns of the terminal; None where the output is none, and need not be cut."""
    if os.environ.get("COLUMNS", "").isdecimal() or sys.stdout.isatty():
        return shutil.get_terminal_size().columns
    return None


def table(
    heads: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    flexible: Collection[int] | None = None,
    within: int | None = None,
) -> str:
    """Rows in aligned columns, numbers to the right, None as nothing.

    :param flexible: the columns that may be cut, all unless said
    :param within: columns of the terminal; None cuts nothing
    """
    cells = [[_cell(value) for value in row] for row in rows]
    right = [
        any(isinstance(row[at], int | float) for row in rows)
        and all(row[at] is None or isinstance(row[at], int | float) for row in rows)
        for at in range(len(heads))
    ]
    widths = [max(map(columns_of, column)) for column in zip(heads, *cells, strict=True)]
    may = set(range(len(heads)) if flexible is None else flexible)
    over = sum(widths) + len(_GAP) * (len(widths) - 1) - within if within is not None else 0
    for _ in range(max(over, 0)):
        widest = max(may, key=lambda at: widths[at], default=None)
        if widest is None or widths[widest] <= _NARROW:
            break
        widths[widest] -= 1
    lines = []
    for line in ([*heads], *cells):
        fitted = [cut(cell, size) for cell, size in zip(line, widths, strict=True)]
        padded = [
            " " * (size - columns_of(cell)) + cell if to_right else cell + " " * (size - columns_of(cell))
            for cell, size, to_right in zip(fitted, widths, right, strict=True)
        ]
        lines.append(_GAP.join(padded).rstrip())
    return "\n".join(lines)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6g}"
    return printable(str(value))
