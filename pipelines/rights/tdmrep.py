"""`/.well-known/tdmrep.json`: the TDM Reservation Protocol of the W3C community group, as a file."""

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator
from typing import Any, Self

from ..article import RightsStatement, Statement
from .directives import is_policy, reservation
from .patterns import PathPattern, path_of
from .statements import MAX_PATTERN_CHARS, MAX_RULES, Found, statements

PLACE = "/.well-known/tdmrep.json"
MAX_BYTES = 256 * 1024
"""A larger file is not read: a thousand rules fit."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Rule:
    location: PathPattern
    reservation: Statement
    policy: str | None


class TdmRep:
    """What the file states about the pages of its host."""

    def __init__(self, rules: list[_Rule]) -> None:
        self._rules = rules

    @classmethod
    def read(cls, body: bytes) -> Self:
        """The rules of a file. An object that is no rule is passed over.

        Raises ValueError for what is no such file.
        """
        if len(body) > MAX_BYTES:
            raise ValueError(f"larger than {MAX_BYTES} bytes")
        try:
            told = json.loads(body.decode("utf-8-sig"))
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
        if not isinstance(told, list):
            raise ValueError("not a list of rules")  # noqa: TRY004 - of what a site sends, not of a caller
        rules = [rule for one in told[:MAX_RULES] if (rule := _rule(one))]
        if sum(len(rule.location.text) for rule in rules) > MAX_PATTERN_CHARS:
            raise ValueError("patterns too long")
        return cls(rules)

    def statements(self, url: str, file: str, seen_at: dt.datetime) -> list[RightsStatement]:
        """What it states about the page at `url`. `file` is its own address, for the evidence."""
        return statements(
            self._of(path_of(url), file), "tdmrep.json", seen_at, f"{file}: nothing about this path"
        )

    def _of(self, path: str, file: str) -> Iterator[Found]:
        # The longest pattern counts, as in robots.txt, whose patterns these are; of two as long the stricter.
        matching = (rule for rule in self._rules if rule.location.matches(path))
        rule = max(
            matching,
            key=lambda rule: (len(rule.location.text), rule.reservation is Statement.TDM_RESERVED),
            default=None,
        )
        if rule is None:
            return
        number = 1 if rule.reservation is Statement.TDM_RESERVED else 0
        text = f'{file}: "location": "{rule.location.text}", "tdm-reservation": {number}'
        yield rule.reservation, text
        if rule.policy:
            yield (
                Statement.TDM_POLICY,
                f'{file}: "location": "{rule.location.text}", "tdm-policy": "{rule.policy}"',
            )


def _rule(told: Any) -> _Rule | None:
    if not isinstance(told, dict):
        return None
    location, said, policy = (told.get(name) for name in ("location", "tdm-reservation", "tdm-policy"))
    if not isinstance(location, str) or isinstance(said, bool) or not isinstance(said, int | str):
        return None
    stated = reservation(str(said)[:10]) if not isinstance(said, int) or said in (0, 1) else None
    if stated is None or not location:
        return None
    return _Rule(
        PathPattern.read(location), stated, policy if isinstance(policy, str) and is_policy(policy) else None
    )
