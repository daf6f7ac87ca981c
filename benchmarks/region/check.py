"""Compares extracted texts with the region set: what of an article is lost, and what beside it leaked.

Words are compared, without case and punctuation, wherever lines end. First the gold sentences are looked
for in the text, the longest first; what no gold sentence covers has leaked: a line of furniture, or words
that the page holds elsewhere, such as a first paragraph that stands there twice.
"""

import collections
import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.region.visible import fold

_SENTENCE_END = re.compile(r"(?<=[.!?…:])\s+|(?<=[.!?…]»)\s+|(?<=[.!?…]”)\s+")
_SHORT = 3
"""Words up to which a line of furniture must be all of what is left of a line: names stand in texts too."""


@dataclasses.dataclass(frozen=True)
class Verdict:
    """One page."""

    lost: list[str]
    """Gold sentences that the text has not."""
    leaked: list[str]
    """Lines of furniture that the text has, and other words that the article has not."""
    leaked_learned: list[str]
    """Lines of furniture that only other pages of the site tell."""

    def is_clean(self, *, learned: bool) -> bool:
        """Whether nothing is lost and nothing leaked; `learned` counts the third kind as well."""
        return not (self.lost or self.leaked or (learned and self.leaked_learned))


def sentences(text: str) -> list[str]:
    """The sentences of a text; headings, list items and rows count as such."""
    return [part for line in text.splitlines() for part in _SENTENCE_END.split(line) if fold(part)]


def compare(row: Mapping[str, Any], text: str | None) -> Verdict:
    """What of a row's gold text is lost in `text`, and what leaked into it."""
    words = _Words(text or "")
    gold = sorted(sentences(row["text"]), key=lambda sentence: -len(fold(sentence)))
    lost = [sentence for sentence in gold if not words.take(fold(sentence))]
    found = {
        key: [line for line in sorted(row[key], key=len, reverse=True) if words.take_rest(fold(line))]
        for key in ("furniture_learned", "furniture")
    }
    missing = [set(fold(sentence).split()) for sentence in lost]
    # What is left of a sentence that came out broken is lost already.
    others = [rest for rest in words.rest() if not any(set(rest.split()) <= sentence for sentence in missing)]
    return Verdict(lost, [*found["furniture"], *others], found["furniture_learned"])


class _Words:
    """The words of a text, of which parts are taken away."""

    def __init__(self, text: str) -> None:
        self._lines = [line for line in map(fold, text.splitlines()) if line]

    def take(self, wanted: str) -> bool:
        """Take these words, a line of their own first; False if they are not there."""
        if wanted in self._lines:
            self._lines.remove(wanted)
            return True
        return self._cut(wanted)

    def take_rest(self, wanted: str) -> bool:
        """Take a line of furniture from what is left, all of it; short ones as whole lines alone."""
        if len(wanted.split()) > _SHORT:
            count = 0
            while self._cut(wanted):
                count += 1
            return count > 0
        before = len(self._lines)
        self._lines = [line for line in self._lines if line != wanted]
        return len(self._lines) < before

    def rest(self) -> list[str]:
        """What nobody took."""
        return list(self._lines)

    def _cut(self, wanted: str) -> bool:
        for at, line in enumerate(self._lines):
            before, there, after = f" {line} ".partition(f" {wanted} ")
            if there:
                self._lines[at : at + 1] = [part for part in (before.strip(), after.strip()) if part]
                return True
        return self._cut_across(wanted)

    def _cut_across(self, wanted: str) -> bool:
        """Words that an extractor broke into several lines."""
        joined = f" {' '.join(self._lines)} "
        start = joined.find(f" {wanted} ")
        if start < 0:
            return False
        end, place = start + len(wanted), 0
        kept = []
        for line in self._lines:
            head, tail = max(0, start - place), max(0, end - place)
            parts = (line[:head].strip(), line[tail:].strip()) if tail and head < len(line) else (line,)
            kept += [part for part in parts if part]
            place += len(line) + 1
        self._lines = kept
        return True


def verdicts(
    rows: Iterable[Mapping[str, Any]], texts: Mapping[str, str | None]
) -> list[tuple[Mapping[str, Any], Verdict]]:
    """Each row and what is to be said of its text; a page without one has lost everything."""
    return [(row, compare(row, texts.get(row["id"]))) for row in rows]


def table(found: Sequence[tuple[Mapping[str, Any], Verdict]], *, learned: bool) -> Table:
    """The figures by site."""
    shown = Table("site", "lang", title="region set")
    for name in ("pages", "lost", "leaked", "leaked learned", "clean pages"):
        shown.add_column(name, justify="right")
    by_site: dict[tuple[str, str], list[Verdict]] = collections.defaultdict(list)
    for row, verdict in found:
        by_site[row["site"], row["lang"]].append(verdict)
    for (site, language), group in by_site.items():
        shown.add_row(site.removesuffix(".example"), language, *_figures(group, learned=learned))
    shown.add_section()
    shown.add_row("all", "", *_figures([verdict for _, verdict in found], learned=learned))
    return shown


def _figures(group: Sequence[Verdict], *, learned: bool) -> list[str]:
    counts = (
        len(group),
        sum(len(verdict.lost) for verdict in group),
        sum(len(verdict.leaked) for verdict in group),
        sum(len(verdict.leaked_learned) for verdict in group),
        sum(verdict.is_clean(learned=learned) for verdict in group),
    )
    return [str(count) for count in counts]


def show(
    found: Sequence[tuple[Mapping[str, Any], Verdict]], console: Console, *, learned: bool, lines: int
) -> bool:
    """Print the table and up to that many lines of each kind a site; gives whether all pages are clean."""
    left: collections.Counter[tuple[str, str]] = collections.Counter()
    for row, verdict in found:
        kinds = {"lost": verdict.lost, "leaked": verdict.leaked}
        if learned:
            kinds["learned"] = verdict.leaked_learned
        for kind, texts in kinds.items():
            for text in texts:
                left[row["site"], kind] += 1
                if left[row["site"], kind] <= lines:
                    console.print(
                        f"{row['id']} {kind}: {text[:110]}", markup=False, highlight=False, soft_wrap=True
                    )
    console.print(table(found, learned=learned))
    return all(verdict.is_clean(learned=learned) for _, verdict in found)
