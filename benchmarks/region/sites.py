"""The made-up sites: each a family of markup with furniture of its own, declared in `markup/*.toml`."""

import dataclasses
import functools
import html
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Template
from typing import Any, Literal

from benchmarks.region.articles import Block

_FOLDER = Path(__file__).parent / "markup"
_MARKUP = {
    "paragraph": "<p>$text</p>",
    "lede": "<p><strong>$text</strong></p>",
    "question": "<p><strong>$text</strong></p>",
    "heading": "<h2>$text</h2>",
    "quote": "<blockquote><p>$text</p></blockquote>",
    "list": "<ul>$items</ul>",
    "item": "<li>$text</li>",
    "results": "<p>$items</p>",
    "result": "$text<br>",
    "table": "<table>$items</table>",
    "between": "\n",
}
_LINES = {"list": "item", "results": "result"}

Place = Literal["top", "first", "middle", "late", "end"]


@dataclasses.dataclass(frozen=True)
class Piece:
    """A block of furniture that stands among the paragraphs."""

    place: Place
    """Before the first block, after it, in the middle, before the last, or after it."""
    html: str
    """A `string.Template`, filled with what `pages.values` gives."""
    learned: bool = False
    """Whether only other pages tell that it is furniture: a paragraph like any other."""
    every: int = 1
    """It stands on every n-th page."""


@dataclasses.dataclass(frozen=True)
class Site:
    """One made-up site."""

    id: str
    name: str
    host: str
    wording: str
    """Name of its wording: `texts.wording`."""
    utc_offset: int
    """Of its newsroom, hours."""
    page: str
    """A `string.Template` of a whole page."""
    markup: Mapping[str, str]
    """How each kind of block is written; `between` parts blocks."""
    pieces: tuple[Piece, ...]
    encoding: str = "utf-8"

    def block(self, block: Block) -> str:
        """A block of an article in this site's markup."""
        if block.kind == "table":
            return self._filled("table", items="".join(map(_row, block.lines)))
        if part := _LINES.get(block.kind):
            items = (self._filled(part, text=html.escape(line)) for line in block.lines)
            return self._filled(block.kind, items="".join(items))
        return self._filled(block.kind, text=html.escape(block.lines[0], quote=False))

    def joined(self, parts: Iterable[str]) -> str:
        """Blocks and furniture as they follow each other."""
        return self.markup["between"].join(parts)

    def _filled(self, kind: str, **values: str) -> str:
        return Template(self.markup[kind]).substitute(values)


def _row(line: str) -> str:
    cells = "".join(f"<td>{html.escape(cell)}</td>" for cell in line.split("\t"))
    return f"<tr>{cells}</tr>"


@functools.cache
def sites() -> tuple[Site, ...]:
    """All sites, by id."""
    return tuple(map(_read, sorted(_FOLDER.glob("*.toml"))))


def _read(path: Path) -> Site:
    found: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    found["markup"] = _MARKUP | found["markup"]
    found["pieces"] = tuple(Piece(**piece) for piece in found.pop("piece"))
    return Site(id=path.stem, **found)
