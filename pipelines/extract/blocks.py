"""A page as a row of blocks: the lines that a reader sees, in their order, each with where it stands."""

import dataclasses

from lxml import etree
from lxml.html import HtmlElement

from ..clean.characters import one_line
from .markup import INLINE, UNSEEN

MAX_CELL_ROW = 400
"""Characters of a table row that is one line of data; more is a layout table, whose cells are columns."""
_UNREAD = UNSEEN - {"noscript"}
"""Pages that show their text by script alone keep it in `<noscript>`."""
_CELLS = frozenset(("td", "th"))
_IN_LAYOUT = frozenset(
    ("p", "div", "table", "ul", "ol", "h1", "h2", "h3", "article", "section", "br", "img", "form", "input")
)
"""What no cell of a data table holds."""


@dataclasses.dataclass(frozen=True, slots=True)
class Block:
    """A line of a page."""

    text: str
    """As one clean line, never empty; the cells of a data row are parted by ` | `."""
    element: HtmlElement
    """The innermost element around it that is not inline."""
    linked: int
    """Characters of it that are links."""
    bold: int
    """Characters of it that are bold."""
    href: str
    """Where its first link leads, as the page has it; empty without one."""


def page_blocks(root: HtmlElement) -> list[Block]:
    """The lines of a page in document order; a line ends where a block element or a line break does."""
    body = root.find("body")
    walk = _Walk()
    walk.through(root if body is None else body)
    return walk.blocks


class _Walk:
    """One walk through a tree, whatever its nesting."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._around: list[HtmlElement] = []
        self._pieces: list[str] = []
        self._linked = self._bold = 0
        self._in_link = self._in_bold = self._unseen = 0
        self._link = self._href = ""
        self._row: HtmlElement | None = None

    def through(self, top: HtmlElement) -> None:
        for event, element in etree.iterwalk(top, events=("start", "end")):
            if event == "start":
                self._enter(element)
            else:
                self._leave(element)
                if element is not top and not self._unseen:
                    self._add(element.tail)
        self._close()

    def _enter(self, element: HtmlElement) -> None:
        tag = element.tag
        self._unseen += tag in _UNREAD
        if self._unseen:
            return
        if self._row is not None and tag in _CELLS:
            if self._pieces:
                self._pieces.append(" | ")
        elif tag == "br":
            self._close()
        elif tag not in INLINE:
            self._close()
            self._around.append(element)
            if tag == "tr" and self._row is None and _is_data(element):
                self._row = element
        elif tag == "a":
            self._in_link += 1
            self._link = element.get("href", "")
        elif tag in ("b", "strong"):
            self._in_bold += 1
        self._add(element.text)

    def _leave(self, element: HtmlElement) -> None:
        tag = element.tag
        if self._unseen:
            self._unseen -= tag in _UNREAD
            return
        if self._row is not None and tag in _CELLS:
            return
        if tag == "a":
            self._in_link -= 1
        elif tag in ("b", "strong"):
            self._in_bold -= 1
        elif tag != "br" and tag not in INLINE:
            self._close()
            self._around.pop()
            if element is self._row:
                self._row = None

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if text.isspace():
            if self._pieces:
                self._pieces.append(" ")
            return
        self._pieces.append(text)
        if self._in_link:
            self._linked += len(text.strip())
            self._href = self._href or self._link
        if self._in_bold:
            self._bold += len(text.strip())

    def _close(self) -> None:
        if not self._pieces:
            return
        if self._around and (text := one_line("".join(self._pieces))):
            self.blocks.append(Block(text, self._around[-1], self._linked, self._bold, self._href))
        self._pieces = []
        self._linked = self._bold = 0
        self._href = ""


def _is_data(row: HtmlElement) -> bool:
    """Is a table row one line of data, and not a part of the page's layout?"""
    if sum(cell.tag in _CELLS for cell in row) < 2:
        return False
    length = 0
    for element in row.iterdescendants():
        if element.tag in _IN_LAYOUT:
            return False
        length += len(element.text or "")
        if length > MAX_CELL_ROW:
            return False
    return True
