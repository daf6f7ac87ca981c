"""How a statement is written down, wherever it was found."""

import datetime as dt
from collections.abc import Iterable

from ..article import RightsSource, RightsStatement, Statement
from ..clean.characters import one_line

MAX_EVIDENCE = 500
"""Characters of the evidence of a statement."""
MAX_STATEMENTS = 12
"""Statements that one place can make about a page. The longest lists of real sites come to three."""
MAX_RULES = 1_000
MAX_PATTERN_CHARS = 100_000
"""Rules of a file that are read, and characters of their patterns together: a page is compared with each."""

Found = tuple[Statement, str]
"""A statement and its evidence."""


def statements(
    found: Iterable[Found], source: RightsSource, seen_at: dt.datetime, nothing: str
) -> list[RightsStatement]:
    """What was found in one place, each once, at most `MAX_STATEMENTS`; `none` where nothing was.

    :param nothing: evidence of `none`: what was looked at
    """
    moment = seen_at.astimezone(dt.UTC)
    once = dict.fromkeys((statement, evidence_of(text)) for statement, text in found)
    kept = list(once)[:MAX_STATEMENTS] or [(Statement.NONE, evidence_of(nothing))]
    return [RightsStatement(statement.value, source, evidence, moment) for statement, evidence in kept]


def evidence_of(text: str) -> str:
    """A text as evidence: one line without invisible characters, cut to `MAX_EVIDENCE`."""
    return one_line(text[: 2 * MAX_EVIDENCE])[:MAX_EVIDENCE]
