"""How a difference is shown: folded, cut, and by words, for a terminal, a page or as plain text. Pure."""

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Literal

from ..dataset.diff import BRACKETS, MARKS, ParagraphChange, TextDiff, Words, text_diff
from .fold import CONTEXT, Folded

KEPT_WORDS = 12
"""Words of a changed paragraph that are shown before and after what changed, as far as it has them."""
KEPT_CHARS = 160
"""Characters of a paragraph that did not change, of which only the place matters."""
RUN_CHARS = 700
"""Characters of one run of removed or added words: a long paragraph. The rest is counted."""


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """Words of a row."""

    change: Literal["kept", "removed", "added", "left_out"]
    text: str
    """The words; of `left_out` what is said in their place."""


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A paragraph, or what stands for some."""

    kind: ParagraphChange | Literal["left_out"]
    pieces: tuple[Piece, ...]


def rows(fold: Folded, most: int) -> list[Row]:
    """The difference of two texts, in rows of about `most` characters together.

    What did not change is left out but for its edges; so is what comes after `most` characters. It is said.
    """
    diff = text_diff(fold.before, fold.after)
    found: list[Row] = []
    same, spent, left = fold.above, 0, 0
    near = _near(diff)
    for at, paragraph in enumerate(diff.paragraphs):
        if at not in near:
            same += 1
            continue
        if spent >= most:
            left += paragraph.change != "kept"
            continue
        found += _same(same)
        same = 0
        row = Row(paragraph.change, tuple(_pieces(paragraph.change, paragraph.words)))
        spent += sum(len(piece.text) for piece in row.pieces)
        found.append(row)
    if left:
        found.append(_said(f"{_counted(left, 'more paragraph')} changed"))
    elif spent:
        found += _same(same + fold.below)
    if fold.cut:
        found.append(_said(f"{fold.cut:,} more characters were not compared"))
    return found


def words_of(before: str, after: str) -> list[Piece]:
    """The difference of two values of one line: a title, a lead."""
    return [piece for row in rows(Folded(before, after), RUN_CHARS) for piece in row.pieces]


def as_text(shown: Iterable[Row]) -> str:
    """As plain text, a line a row, in the manner of `steppewire diff`; it cannot draw on a terminal."""
    lines = []
    for row in shown:
        if row.kind == "left_out":
            lines.append(f"  … {row.pieces[0].text}")
            continue
        lines.append(MARKS[row.kind] + " ".join(_bracketed(piece, row.kind) for piece in row.pieces))
    return "\n".join(lines)


def cut(text: str, most: int) -> str:
    """The beginning of a text, of at most `most` characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _near(diff: TextDiff) -> set[int]:
    changed = [at for at, paragraph in enumerate(diff.paragraphs) if paragraph.change != "kept"]
    return {near for at in changed for near in range(at - CONTEXT, at + CONTEXT + 1)}


def _same(count: int) -> list[Row]:
    return [_said(f"{_counted(count, 'paragraph')} as before")] if count else []


def _said(text: str) -> Row:
    return Row("left_out", (Piece("left_out", text),))


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' if count > 1 else ''}"


def _pieces(change: ParagraphChange, words: Sequence[Words]) -> Iterable[Piece]:
    for at, run in enumerate(words):
        if change == "kept":
            yield Piece("kept", cut(run.text, KEPT_CHARS))
        elif run.change == "kept":
            yield Piece("kept", _around(run.text, first=at == 0, last=at == len(words) - 1))
        else:
            yield Piece(run.change, run.text[:RUN_CHARS].rstrip())
            if len(run.text) > RUN_CHARS:
                yield Piece("left_out", f"… {_counted(len(run.text) - RUN_CHARS, 'more character')}")


def _around(text: str, *, first: bool, last: bool) -> str:
    """The edges of words that stayed, towards what changed."""
    words = text.split()
    begin, end = 0 if first else KEPT_WORDS, 0 if last else KEPT_WORDS
    if len(words) <= begin + end + 1:
        return _edges(text)
    return _edges(" ".join([*words[:begin], "…", *words[len(words) - end :]]))


def _edges(text: str) -> str:
    """Words may be of any length."""
    half = RUN_CHARS // 2
    return text if len(text) <= RUN_CHARS else f"{text[:half]} … {text[-half:]}"


def _bracketed(piece: Piece, kind: str) -> str:
    plain = "".join(character if character.isprintable() else " " for character in piece.text)
    if kind != "changed" or piece.change == "left_out":
        return plain
    begin, end = BRACKETS[piece.change]
    return f"{begin}{plain}{end}"
