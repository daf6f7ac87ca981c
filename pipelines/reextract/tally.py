"""Counts of what a change of rules does. Pure; what grows with the input is some 300 bytes a site."""

import collections
import dataclasses
import enum
import re
from typing import Literal

from ..article import Article, Failed, Rejected
from .change import Change
from .frequent import Frequent
from .wording import Wording

Direction = Literal["gone", "new"]
Part = Literal["title", "lead", "text", "dates", "other"]

LINE_COUNTERS = 20_000
"""Lines that are counted at once, for each direction. Of a hundred million lines that come or go, each that
does so in 5,000 articles of a site is found; up to 20,000 different ones, all are. They take some 15 MB."""
LINE_CHARS = 200
"""Characters by which a line is told from others. Furniture is shorter; a paragraph that is longer is news,
and does not repeat."""
HALF = 0.5
"""Share of its words that a text loses, or of the new text's words that are new, to be counted apart: most
of what readers had is another text then. Taking out furniture takes lines. A bound by its meaning, not by
measurement: nothing is refused by it, it says where to look first."""

_EMPTY: tuple[object, ...] = (None, "", "und", "none", [])
_DIGITS = re.compile(r"\d+")
_PARTS: dict[str, Part] = {"title": "title", "lead": "lead", "text": "text"}


class Kind(enum.StrEnum):
    """What a change of rules does to a page."""

    CHANGED = "changed"
    """An article that is another one in a column that is compared."""
    UNCHANGED = "unchanged"
    """An article that stays as it is, or a page that was none and is none."""
    ACCEPTED = "accepted"
    """A page that was no article and is one."""
    REFUSED = "refused"
    """An article whose page is none by these rules. It stays in the store."""
    FAILED = "failed"
    """A page that could not be judged."""


def kind_of(change: Change, fields: tuple[str, ...]) -> Kind:
    """What became of a page; `fields` are `change.fields()`."""
    match change.before, change.after:
        case _, Failed():
            return Kind.FAILED
        case None, Rejected():
            return Kind.UNCHANGED
        case _, Rejected():
            return Kind.REFUSED
        case None, _:
            return Kind.ACCEPTED
    return Kind.CHANGED if fields else Kind.UNCHANGED


def part_of(column: str) -> Part:
    """What a reader would call it: the ten columns of dates are one."""
    if column.startswith(("published_", "modified_")):
        return "dates"
    return _PARTS.get(column, "other")


@dataclasses.dataclass(slots=True)
class FieldCount:
    """Articles in which a column changed."""

    gained: int = 0
    """It was empty, and is no more."""
    lost: int = 0
    """It is empty now."""
    replaced: int = 0
    """It says something else."""

    @property
    def changed(self) -> int:
        """All of them."""
        return self.gained + self.lost + self.replaced


@dataclasses.dataclass(slots=True)
class SiteCount:
    """Pages of a site; of `changed`, in how many articles which part did."""

    articles: int = 0
    """Pages that are articles so far."""
    pages: int = 0
    changed: int = 0
    unchanged: int = 0
    accepted: int = 0
    refused: int = 0
    failed: int = 0
    title: int = 0
    lead: int = 0
    text: int = 0
    dates: int = 0
    other: int = 0

    def count(self, kind: Kind, parts: set[Part]) -> None:
        """One page more."""
        self.pages += 1
        for name in (kind.value, *parts):
            setattr(self, name, getattr(self, name) + 1)


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A line that comes or goes in several articles of a site."""

    site: str
    text: str
    """Its first `LINE_CHARS` characters, each number in it as `#`."""
    articles: int
    """In at least so many articles."""
    most: int
    """And in at most so many; the same where there was room to count all lines."""


class Tally:
    """Counts changes one after another."""

    def __init__(self) -> None:
        self.all = SiteCount()
        """All sites together."""
        self.sites: dict[str, SiteCount] = {}
        self.fields: dict[str, FieldCount] = {}
        self.reasons: collections.Counter[str] = collections.Counter()
        """Newly refused, by the reason."""
        self.failures: collections.Counter[str] = collections.Counter()
        """Failed, by the failure."""
        self.rules: collections.Counter[int] = collections.Counter()
        """Articles by the version of the rules that made what is stored of them."""
        self.words_removed = self.words_added = 0
        """Of all texts that changed."""
        self.shrunk = self.grown = 0
        """Texts that lost half or more, and texts of which half or more is new."""
        self._lines: dict[Direction, Frequent[tuple[str, str]]] = {
            "gone": Frequent(LINE_COUNTERS),
            "new": Frequent(LINE_COUNTERS),
        }

    def add(self, change: Change, kind: Kind, fields: tuple[str, ...], wording: Wording | None) -> None:
        """One page more.

        :param kind: `kind_of(change, fields)`
        :param fields: `change.fields()`
        :param wording: how its texts differ, where `text` is among `fields`
        """
        parts = {part_of(name) for name in fields}
        for counts in (self.all, self.sites.setdefault(change.site, SiteCount())):
            counts.articles += change.before is not None
            counts.count(kind, parts)
        if change.before is not None:
            self.rules[change.before.rules_version] += 1
        if isinstance(change.after, Failed):
            self.failures[change.after.failure] += 1
        elif isinstance(change.after, Rejected):
            if kind == Kind.REFUSED:
                self.reasons[change.after.reason] += 1
        elif change.before is not None:
            self._add_fields(change.before, change.after, fields)
            if wording is not None:
                self._add_text(change.site, change.before.text, change.after.text, wording)

    def _add_fields(self, before: Article, after: Article, fields: tuple[str, ...]) -> None:
        for name in fields:
            counts = self.fields.setdefault(name, FieldCount())
            was, is_now = (getattr(side, name) in _EMPTY for side in (before, after))
            counts.gained += was
            counts.lost += is_now
            counts.replaced += not was and not is_now

    def _add_text(self, site: str, before: str, after: str, wording: Wording) -> None:
        self.words_removed += wording.words_removed
        self.words_added += wording.words_added
        # A paragraph that was only edited is in both bags: by its words it tells a cut from a correction.
        words = len(before.split()), len(after.split())
        self.shrunk += wording.words_removed >= HALF * words[0]
        self.grown += wording.words_added >= HALF * words[1]
        sides: tuple[tuple[Direction, tuple[str, ...]], ...] = (("gone", wording.gone), ("new", wording.new))
        for direction, lines in sides:
            # Once an article, in the order of the text: the same input gives the same counts.
            for line in dict.fromkeys(map(_known_by, lines)):
                if line:
                    self._lines[direction].add((site, line))

    def lines(self, direction: Direction, least: int, most: int) -> list[Line]:
        """Lines that go, or come, in at least `least` articles of a site: the `most` most frequent ones."""
        found = [
            Line(*line.key, articles=line.least, most=line.most)
            for line in self._lines[direction].found(least)
        ]
        return sorted(found, key=lambda line: (-line.articles, line.site, line.text))[:most]


def _known_by(line: str) -> str:
    """A date or a count of views differs in each article; the line is one."""
    return " ".join(_DIGITS.sub("#", line[:LINE_CHARS]).split())
