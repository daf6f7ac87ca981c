"""Statements of a site's files as one line of text: they are kept with the page, in its WARC record.

So a page that is extracted again, in a later run or by later rules, has them as they were at its fetch.
"""

import datetime as dt
import json
from collections.abc import Iterable
from typing import get_args

from ..article import RightsSource, RightsStatement, Statement
from .statements import MAX_EVIDENCE

MAX_CHARS = 16_000
"""Of the line: 20 statements of the usual length, or five whose evidence is as long as may be."""
_SOURCES = frozenset(get_args(RightsSource))
_KNOWN = frozenset(Statement)


def fitting(rights: Iterable[RightsStatement]) -> tuple[RightsStatement, ...]:
    """The first of the statements that fit into the line. A page has no others: it has what is kept of it."""
    found, chars = [], len("[]")
    for one in rights:
        chars += len(_row(one)) + len(",")
        if chars > MAX_CHARS:
            break
        found.append(one)
    return tuple(found)


def to_line(rights: Iterable[RightsStatement]) -> str:
    """Statements as JSON in ASCII, without line breaks. The same statements give the same line."""
    return f"[{','.join(map(_row, fitting(rights)))}]"


def _row(one: RightsStatement) -> str:
    row = (one.statement, one.source, one.evidence, one.seen_at.isoformat())
    return json.dumps(row, separators=(",", ":"))


def from_line(line: str) -> tuple[RightsStatement, ...]:
    """What `to_line` wrote. A line of anyone else's gives what of it is a statement, or nothing."""
    if len(line) > MAX_CHARS:
        return ()
    try:
        rows = json.loads(line)
    except (ValueError, RecursionError):
        return ()
    found = (_statement(row) for row in rows) if isinstance(rows, list) else ()
    return tuple(statement for statement in found if statement is not None)


def _statement(row: object) -> RightsStatement | None:
    if not (isinstance(row, list) and len(row) == 4 and all(isinstance(cell, str) for cell in row)):
        return None
    statement, source, evidence, seen_at = row
    if statement not in _KNOWN or source not in _SOURCES or len(evidence) > MAX_EVIDENCE:
        return None
    try:
        moment = dt.datetime.fromisoformat(seen_at)
    except ValueError:
        return None
    return RightsStatement(statement, source, evidence, moment.astimezone(dt.UTC)) if moment.tzinfo else None
