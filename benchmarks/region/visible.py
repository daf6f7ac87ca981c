"""What a reader sees of HTML, as lines; and words as they are compared."""

import re
import unicodedata

import lxml.html
from lxml.html import HtmlElement

_UNSEEN = frozenset(("script", "style", "noscript", "head", "title", "template"))
_INLINE = frozenset(("a", "b", "strong", "i", "em", "font", "small", "span", "time", "noindex", "u"))
_APOSTROPHES = re.compile("[ʻʼ’‘'`]")
_WORD = re.compile(r"\w+")


def visible_lines(source: str) -> list[str]:
    """The lines of a page or a piece of one: a block element or <br> ends a line. Lines without words go."""
    lines = [""]
    _walk(lxml.html.fragment_fromstring(source, create_parent="div"), lines)
    joined = (" ".join(line.split()) for line in lines)
    return [line for line in joined if _WORD.search(line)]


def _walk(element: HtmlElement, lines: list[str]) -> None:
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return
    is_block = element.tag not in _INLINE
    if is_block:
        lines.append("")
    lines[-1] += element.text or ""
    for child in element:
        _walk(child, lines)
        lines[-1] += child.tail or ""
    if is_block:
        lines.append("")


def fold(text: str) -> str:
    """Words joined by one space: without case, punctuation, and the many signs for an apostrophe."""
    plain = _APOSTROPHES.sub(" ", unicodedata.normalize("NFKC", text))
    return " ".join(_WORD.findall(plain.casefold()))
