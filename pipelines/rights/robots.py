"""robots.txt: rules for agents that collect for AI, and Content-Signal lines (contentsignals.org).

Whether *we* may fetch a page is another question, which `crawlers.middlewares.robots` answers before. A rule
that lets an agent in states nothing: that a page may be fetched grants no use of it.
"""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator
from typing import Self

from ..article import RightsStatement, Statement
from .agents import Agent, agents
from .patterns import PathPattern, path_of
from .statements import MAX_PATTERN_CHARS, MAX_RULES, Found, statements

MAX_CHARS = 512_000
"""How much of the file is read: the 500 KiB of RFC 9309."""

_LINE = re.compile(r"[ \t]*([A-Za-z-]{1,40})[ \t]*:([^#]*)")
_SIGNALS = {
    ("search", "yes"): Statement.SEARCH_ALLOWED,
    ("search", "no"): Statement.SEARCH_RESERVED,
    ("ai-input", "yes"): Statement.AI_INPUT_ALLOWED,
    ("ai-input", "no"): Statement.AI_INPUT_RESERVED,
    ("ai-train", "yes"): Statement.TRAINING_ALLOWED,
    ("ai-train", "no"): Statement.TRAINING_RESERVED,
}


@dataclasses.dataclass(frozen=True, slots=True)
class _Rule:
    allows: bool
    pattern: PathPattern


@dataclasses.dataclass(slots=True)
class _Group:
    """Lines that belong together. Only names that we know are kept: `*` and agents that collect for AI."""

    names: dict[str, str]
    """As they stand there, by what they are known by."""
    rules: list[_Rule] = dataclasses.field(default_factory=list)
    signals: list[str] = dataclasses.field(default_factory=list)
    is_open: bool = True
    """May more names follow?"""


class RobotsRights:
    """What a robots.txt states about the pages of its host."""

    def __init__(self, groups: list[_Group]) -> None:
        self._groups = groups

    @classmethod
    def read(cls, text: str) -> Self:
        """The statements of a file. Any text is taken; what is no rule of robots.txt is passed over."""
        groups: list[_Group] = [
            _Group({"*": "*"}, is_open=False)
        ]  # for a signal that stands before any group
        rules = chars = 0
        known = agents()
        for line in text[:MAX_CHARS].splitlines():
            match = _LINE.match(line)
            if match is None:
                continue
            field, value = match[1].lower(), match[2].strip()
            if field == "user-agent":
                if not groups[-1].is_open:
                    groups.append(_Group({}))
                name = value.partition("/")[0].strip().lower()
                name = name if name == "*" else name.rstrip("*")
                if name == "*" or name in known:
                    groups[-1].names.setdefault(name, value)
            elif field in ("allow", "disallow", "content-signal"):
                group = groups[-1]
                group.is_open = False
                if not value or not group.names:
                    continue
                rules, chars = rules + 1, chars + len(value)
                if rules > MAX_RULES or chars > MAX_PATTERN_CHARS:
                    break
                if field == "content-signal":
                    group.signals.append(value)
                else:
                    group.rules.append(_Rule(field == "allow", PathPattern.read(value)))
        return cls([group for group in groups if group.rules or group.signals])

    def statements(self, url: str, file: str, seen_at: dt.datetime) -> list[RightsStatement]:
        """What it states about the page at `url`. `file` is its own address, for the evidence."""
        path = path_of(url)
        found = ((what, f"{file}: {text}") for what, text in (*self._kept_out(path), *self._signals(path)))
        return statements(found, "robots.txt", seen_at, f"{file}: nothing about AI agents or content signals")

    def _kept_out(self, path: str) -> Iterator[Found]:
        """Agents that are kept out of a path, together where one rule keeps them out."""
        winners: dict[str, _Rule] = {}
        named: dict[str, str] = {}
        for group in self._groups:
            best = _strongest(rule for rule in group.rules if rule.pattern.matches(path))
            if best is None:
                continue
            for name, written in group.names.items():
                # Groups of one agent count as one (RFC 9309, 2.2.1).
                strongest = _strongest(iter((winners.get(name, best), best)))
                winners[name] = strongest or best
                named.setdefault(name, written)
        together: dict[tuple[Statement, str], list[str]] = {}
        for name, rule in winners.items():
            agent: Agent | None = agents().get(name)
            if agent is None or rule.allows:
                continue
            for reserved in agent.reserved:
                together.setdefault((reserved, rule.pattern.text), []).append(named[name])
        for (reserved, pattern), names in together.items():
            agents_named = "; ".join(f"User-agent: {name}" for name in names)
            yield reserved, f"Disallow: {pattern}; {agents_named}"

    def _signals(self, path: str) -> Iterator[Found]:
        for group in self._groups:
            for line in group.signals:
                where, rest = "", line
                if line[0] in "/*":
                    where, _, rest = line.partition(" ")
                if where and not PathPattern.read(where).matches(path):
                    continue
                written = "; ".join(f"User-agent: {name}" for name in group.names.values())
                for part in rest.split(","):
                    name, _, value = part.partition("=")
                    if signal := _SIGNALS.get((name.strip().lower(), value.strip().lower())):
                        yield signal, f"Content-Signal: {line}; {written}"


def _strongest(rules: Iterator[_Rule]) -> _Rule | None:
    """The rule that counts: the longest pattern, of two as long the one that allows (RFC 9309, 2.2.2)."""
    return max(rules, key=lambda rule: (len(rule.pattern.text), rule.allows), default=None)
