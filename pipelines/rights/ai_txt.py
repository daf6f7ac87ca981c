"""`/ai.txt` in the form that Spawning gave it: robots.txt for the use in training, by path or kind of file.

Other files go by that name too (prose, YAML, Markdown); only lines of rules state anything here.
"""

import datetime as dt
import re
from typing import Self

from ..article import RightsStatement, Statement
from .patterns import PathPattern, path_of
from .statements import MAX_PATTERN_CHARS, MAX_RULES, statements

PLACE = "/ai.txt"
MAX_BYTES = 256 * 1024
"""How much of the file is read."""

_LINE = re.compile(r"[ \t]*(user-agent|allow|disallow)[ \t]*:([^#]*)", re.IGNORECASE)
_KINDS = frozenset(("*.html", "*.htm"))
"""Patterns that mean a kind of file: a page is HTML, whatever its address ends in."""


class AiTxt:
    """What the file states about the pages of its host."""

    def __init__(self, rules: list[tuple[bool, PathPattern]]) -> None:
        self._rules = rules

    @classmethod
    def read(cls, body: bytes) -> Self:
        """The rules of a file that hold for all agents. Any bytes are taken."""
        rules: list[tuple[bool, PathPattern]] = []
        chars = 0
        for_all, was_agent = False, False
        for line in body[:MAX_BYTES].decode("utf-8-sig", "replace").splitlines():
            match = _LINE.match(line)
            if match is None:
                continue
            field, value = match[1].lower(), match[2].strip()
            if field == "user-agent":
                for_all = value == "*" or (was_agent and for_all)
                was_agent = True
                continue
            was_agent = False
            chars += len(value)
            if len(rules) >= MAX_RULES or chars > MAX_PATTERN_CHARS:
                break
            if for_all and value:
                rules.append((field == "allow", PathPattern.read(value)))
        return cls(rules)

    def statements(self, url: str, file: str, seen_at: dt.datetime) -> list[RightsStatement]:
        """What it states about the page at `url`. `file` is its own address, for the evidence."""
        path = path_of(url)
        matching = [one for one in self._rules if one[1].text.lower() in _KINDS or one[1].matches(path)]
        best = max(matching, key=lambda one: (len(one[1].text), one[0]), default=None)
        found = []
        if best is not None:
            allows, pattern = best
            what = Statement.TRAINING_ALLOWED if allows else Statement.TRAINING_RESERVED
            found = [(what, f"{file}: User-Agent: *; {'Allow' if allows else 'Disallow'}: {pattern.text}")]
        return statements(found, "ai.txt", seen_at, f"{file}: nothing about this path")
