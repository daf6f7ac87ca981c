"""Every regular expression of the project, and for each the strings that would make it slow.

An expression that is not linear has a repetition whose body can match in two ways or from many places. So
each repetition is pumped: what may stand before it, its body a great many times, then what cannot follow.
"""

import dataclasses
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterable, Iterator
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import crawlers
import pipelines
from crawlers.news_spider import NewsSpider

MANY = 64
"""A repetition of at most so many is no danger by itself."""
END = "\x00"
"""What hardly any expression can go on with."""


@dataclasses.dataclass(frozen=True)
class Used:
    """An expression, and how the project uses it."""

    pattern: re.Pattern[Any]
    anchored: bool
    """By `match` and `fullmatch` alone: it is tried at one place of a string only."""

    def run(self, text: Any) -> None:
        """Try it on a string, or bytes, as the project does."""
        if self.anchored:
            self.pattern.match(text)
            self.pattern.fullmatch(text)
        else:
            self.pattern.search(text)


def compiled() -> dict[str, Used]:
    """The compiled expressions of all modules, and the `article_url` of all sites, by where they stand."""
    found: dict[re.Pattern[Any], tuple[str, set[str]]] = {}
    for package in (pipelines, crawlers):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(info.name)
            source = inspect.getsource(module)
            for name, value in vars(module).items():
                called = set(re.findall(rf"\b{name}\.(\w+)\b", source)) or {"search"}
                for number, pattern in enumerate(_patterns(value)):
                    where = f"{info.name}.{name}" + (f"[{number}]" if number else "")
                    found.setdefault(pattern, (where, set()))[1].update(called)
                if (
                    isinstance(value, type)
                    and issubclass(value, NewsSpider)
                    and hasattr(value, "article_url")
                ):
                    found[re.compile(value.article_url)] = (f"{info.name}.article_url", {"search"})
    return {
        where: Used(pattern, anchored=called <= {"match", "fullmatch"})
        for pattern, (where, called) in found.items()
    }


def _patterns(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from _all((*value.keys(), *value.values()))
    elif isinstance(value, tuple | list | set | frozenset):
        yield from _all(value)
    elif isinstance(value, type) and value.__module__.startswith(("pipelines", "crawlers")):
        yield from _all(part for part in vars(value).values() if isinstance(part, re.Pattern))


def _all(values: Iterable[object]) -> Iterator[re.Pattern[Any]]:
    for value in values:
        yield from _patterns(value)


def attacks(pattern: re.Pattern[Any], length: int) -> Iterator[Any]:
    """Strings (bytes for an expression over bytes) of about `length` characters."""
    source = pattern.pattern
    text = source.decode("latin-1") if isinstance(source, bytes) else source
    tree = parser.parse(source, pattern.flags & ~re.DEBUG)
    seen = set[str]()
    for before, body in [*_pumps(tree, ""), ("", " "), ("", "a"), ("", text[:40] or "x")]:
        attack = before + body * (length // len(body)) + END
        if attack not in seen:
            seen.add(attack)
            yield attack.encode("latin-1", "ignore") if isinstance(source, bytes) else attack


def _pumps(tree: Iterable[Any], before: str) -> Iterator[tuple[str, str]]:
    """For each repetition in a tree: what may stand before it, and its body."""
    for code, value in tree:
        if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            _, most, inside = value
            if most > MANY and (body := _sample(inside)):
                yield before, body
                # A body that holds a repetition may be long or short.
                yield before, _sample(inside, more=3)
                # What begins a match again and again, and never ends one.
                yield "", before + body
            yield from _pumps(inside, before)
        elif code is op.SUBPATTERN:
            yield from _pumps(value[3], before)
        elif code is op.BRANCH:
            for branch in value[1]:
                yield from _pumps(branch, before)
        elif code is op.ATOMIC_GROUP:
            yield from _pumps(value, before)
        elif code in (op.ASSERT, op.ASSERT_NOT):
            yield from _pumps(value[1], before)
        before += _sample([(code, value)])


def _sample(tree: Iterable[Any], more: int = 0) -> str:
    """A short string that a tree matches, mostly; each repetition `more` times more than it must."""
    found = ""
    for code, value in tree:
        if code is op.LITERAL:
            found += chr(value)
        elif code is op.NOT_LITERAL:
            found += "a" if value != ord("a") else "b"
        elif code is op.ANY:
            found += "a"
        elif code is op.IN:
            found += _member(value)
        elif code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            least, most, inside = value
            found += _sample(inside, more) * min(max(least, 1) + more, most)
        elif code is op.SUBPATTERN:
            found += _sample(value[3], more)
        elif code is op.BRANCH:
            found += _sample(value[1][0], more)
        elif code is op.ATOMIC_GROUP:
            found += _sample(value, more)
    return found


_CATEGORIES = {op.CATEGORY_DIGIT: "1", op.CATEGORY_SPACE: " ", op.CATEGORY_WORD: "a"}
_TRIED = " a1А<\"'-.,;:/&=\n\t\u00a0"


def _member(members: list[Any]) -> str:
    """A character that a set has."""
    if members[0][0] is not op.NEGATE:
        code, value = members[0]
        if code is op.LITERAL:
            return chr(value)
        if code is op.RANGE:
            return chr(value[0])
        return _CATEGORIES.get(value, "-")
    left_out = parser.SubPattern(parser.State(), [(op.IN, members[1:])])
    matches = re._compiler.compile(left_out).match  # type: ignore[attr-defined]
    return next((character for character in _TRIED if not matches(character)), "\x01")
