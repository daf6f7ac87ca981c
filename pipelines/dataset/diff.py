"""What changed between two texts: by paragraphs, and within a changed paragraph by words. Pure.

A text is paragraphs separated by one line feed, as in `Article.text`. Words are what white space separates;
white space itself is not compared.
"""

import dataclasses
import difflib
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

Change = Literal["kept", "removed", "added"]
ParagraphChange = Literal["kept", "removed", "added", "changed"]

MOST_PAIRS = 250_000
"""Words (or paragraphs) of the old side times those of the new one, beyond what both begin and end with, up
to which they are compared: 500 by 500. `difflib` takes 10 ms for that many words of prose, and 2.4 s for the
worst that was found (one word 500 times, beside two words by turns)."""
MOST_PAIRS_IN_ALL = 1_000_000
"""The same over a whole text, with the words that are counted to find out which paragraphs belong together:
so the worst text takes some 10 s. Beyond it a paragraph is shown as removed and added whole. An article of
3,000 words in 50 paragraphs, each of which changed, takes a third of it and 10 ms."""

SIMILAR = 0.4
"""Share of common words, of both sides' words, from which a paragraph counts as another one, changed. Chosen
by eye: below it, the marks are harder to read than both paragraphs one after the other."""

MARKS: dict[ParagraphChange, str] = {"kept": "  ", "removed": "- ", "added": "+ ", "changed": "~ "}
BRACKETS: dict[Change, tuple[str, str]] = {"kept": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    """A run of words of a paragraph."""

    change: Change
    text: str
    """The words, with one space between them."""


@dataclasses.dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of either text, or one of each."""

    change: ParagraphChange
    words: tuple[Words, ...]
    """All its words, in order. Of a changed one, what was removed comes before what stands in its place; of
    the others it is one run, or none for a paragraph without a word."""
    old: int | None
    """Its number in the old text, from 1; null where it was added."""
    new: int | None
    """Its number in the new text, from 1; null where it was removed."""


@dataclasses.dataclass(frozen=True, slots=True)
class TextDiff:
    """The difference of two texts."""

    paragraphs: tuple[Paragraph, ...]
    """All paragraphs of both, in order; removed ones before those that stand in their place."""

    @property
    def same(self) -> bool:
        """Are both texts the same, but for white space?"""
        return all(paragraph.change == "kept" for paragraph in self.paragraphs)

    def count(self, change: Change) -> int:
        """How many words were kept, removed or added."""
        pieces = itertools.chain.from_iterable(paragraph.words for paragraph in self.paragraphs)
        return sum(len(piece.text.split()) for piece in pieces if piece.change == change)


def text_diff(old: str, new: str) -> TextDiff:
    """The difference of two texts.

    Its time is bounded by `MOST_PAIRS` and `MOST_PAIRS_IN_ALL`, and beyond that linear in both lengths.
    """
    before, after = ([line.split() for line in text.split("\n")] if text else [] for text in (old, new))
    comparer = _Comparer()
    return TextDiff(tuple(comparer.paragraphs(before, after)))


class _Comparer:
    """One comparison: it counts what it has spent."""

    def __init__(self) -> None:
        self._left = MOST_PAIRS_IN_ALL

    def paragraphs(self, old: Sequence[list[str]], new: Sequence[list[str]]) -> Iterator[Paragraph]:
        keys = [[" ".join(words) for words in side] for side in (old, new)]
        for kept, (i, j), (k, m) in _blocks(keys[0], keys[1], MOST_PAIRS):
            if kept:
                for at in range(j - i):
                    yield _whole("kept", new[k + at], i + at + 1, k + at + 1)
            else:
                yield from self._replaced(old[i:j], new[k:m], i + 1, k + 1)

    def _replaced(
        self, old: Sequence[list[str]], new: Sequence[list[str]], first_old: int, first_new: int
    ) -> Iterator[Paragraph]:
        """Paragraphs that stand in the place of others: those that are the same one changed are paired."""
        i = j = 0
        for at, other in [*self._pairs(old, new), (len(old), len(new))]:
            for number in range(i, at):
                yield _whole("removed", old[number], first_old + number, None)
            for number in range(j, other):
                yield _whole("added", new[number], None, first_new + number)
            if at < len(old):
                yield from self._changed(old[at], new[other], first_old + at, first_new + other)
            i, j = at + 1, other + 1

    def _pairs(self, old: Sequence[list[str]], new: Sequence[list[str]]) -> list[tuple[int, int]]:
        """Which of them belong together, in order: the pairs whose similarities add up to the most."""
        if not self._afford(max(len(old) * sum(map(len, new)), len(new) * sum(map(len, old)))):
            return []
        bags = [Counter(words) for words in new]
        best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
        likeness = [[0.0] * len(new) for _ in old]
        for i in reversed(range(len(old))):
            bag = Counter(old[i])
            for j in reversed(range(len(new))):
                likeness[i][j] = _likeness(bag, bags[j])
                paired = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] >= SIMILAR else 0.0
                best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
        pairs, i, j = [], 0, 0
        while i < len(old) and j < len(new):
            if likeness[i][j] >= SIMILAR and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
                pairs.append((i, j))
                i, j = i + 1, j + 1
            elif best[i][j] == best[i + 1][j]:
                i += 1
            else:
                j += 1
        return pairs

    def _changed(self, old: list[str], new: list[str], at: int, other: int) -> Iterator[Paragraph]:
        if not self._afford(min(len(old) * len(new), MOST_PAIRS)):
            yield _whole("removed", old, at, None)
            yield _whole("added", new, None, other)
            return
        pieces: list[Words] = []
        for kept, (i, j), (k, m) in _blocks(old, new, MOST_PAIRS):
            if kept:
                pieces.append(Words("kept", " ".join(new[k:m])))
                continue
            sides: tuple[tuple[Change, list[str]], ...] = (("removed", old[i:j]), ("added", new[k:m]))
            pieces += [Words(change, " ".join(words)) for change, words in sides if words]
        yield Paragraph("changed", tuple(pieces), at, other)

    def _afford(self, pairs: int) -> bool:
        self._left -= pairs
        return self._left >= 0


def _whole(change: Change, words: Sequence[str], old: int | None, new: int | None) -> Paragraph:
    pieces = (Words(change, " ".join(words)),) if words else ()
    return Paragraph(change, pieces, old, new)


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Words in both, of the words of either: 0 to 1 (Dice)."""
    number = one.total() + other.total()
    return 2 * (one & other).total() / number if number else 1.0


_Block = tuple[bool, tuple[int, int], tuple[int, int]]
"""Are they the same? From and to in the old sequence, and in the new one."""


def _blocks(old: Sequence[str], new: Sequence[str], most: int) -> Iterator[_Block]:
    """Where two sequences are the same and where not, by turns. Beyond `most` pairs, their middles differ."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    ends = (len(old) - tail, len(new) - tail)
    if head:
        yield True, (0, head), (0, head)
    if (ends[0] - head) * (ends[1] - head) > most:
        yield False, (head, ends[0]), (head, ends[1])
    else:
        matcher = difflib.SequenceMatcher(None, old[head : ends[0]], new[head : ends[1]], autojunk=False)
        for tag, i, j, k, m in matcher.get_opcodes():
            yield tag == "equal", (head + i, head + j), (head + k, head + m)
    if tail:
        yield True, (ends[0], len(old)), (ends[1], len(new))


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many of the first elements are the same."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))


def as_text(diff: TextDiff, old: str = "old", new: str = "new", context: int = 1) -> str:
    """The difference as plain text, one line a paragraph, in the manner of a unified diff.

    Nothing where both are the same. Otherwise `--- OLD` and `+++ NEW`, then parts that begin with
    `@@ -A,B +C,D @@` (the first paragraph of the part and their number, in the old text and in the new one).
    A line begins with two characters: spaces for a kept paragraph, `- ` for a removed and `+ ` for an added
    one, and `~ ` for a changed one, within which `[-words-]` were removed and `{+words+}` added. What cannot
    be printed becomes a space, so that a text cannot draw on a terminal.

    :param context: kept paragraphs that are shown before and after what changed
    """
    changed = [at for at, paragraph in enumerate(diff.paragraphs) if paragraph.change != "kept"]
    if not changed:
        return ""
    lines = [f"--- {_printable(old)}", f"+++ {_printable(new)}"]
    shown: list[list[int]] = []
    for at in changed:
        first, last = max(0, at - context), min(len(diff.paragraphs), at + context + 1)
        if shown and first <= shown[-1][1]:
            shown[-1][1] = last
        else:
            shown.append([first, last])
    for first, last in shown:
        part = diff.paragraphs[first:last]
        before, after = (_range(diff.paragraphs[:first], part, side) for side in ("old", "new"))
        lines.append(f"@@ -{before} +{after} @@")
        lines += [_line(paragraph) for paragraph in part]
    return "\n".join(lines) + "\n"


def _range(above: Sequence[Paragraph], part: Sequence[Paragraph], side: Literal["old", "new"]) -> str:
    """As `diff -u` counts: of an empty part, the number of the paragraph before it."""
    before, here = (
        sum((one.old if side == "old" else one.new) is not None for one in paragraphs)
        for paragraphs in (above, part)
    )
    return f"{before + 1 if here else before},{here}"


def _line(paragraph: Paragraph) -> str:
    inner = paragraph.change == "changed"
    pieces = []
    for piece in paragraph.words:
        begin, end = BRACKETS[piece.change] if inner else ("", "")
        pieces.append(f"{begin}{_printable(piece.text)}{end}")
    return MARKS[paragraph.change] + " ".join(pieces)


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)
