"""What a change of the rules does to the stored articles, in numbers."""

import collections
from typing import Any

from ..article import Article, Failed
from .change import Change


class Report:
    """The pages that were looked at."""

    def __init__(self) -> None:
        self._counts: collections.Counter[str] = collections.Counter()
        self._fields: collections.Counter[str] = collections.Counter()

    def add(self, change: Change) -> None:
        """Take in a page, changed or not."""
        self._counts[_kind(change)] += 1
        self._fields.update(change.fields())

    def as_json(self) -> dict[str, Any]:
        """All numbers."""
        return {"pages": dict(self._counts), "fields": dict(self._fields)}


def _kind(change: Change) -> str:
    if isinstance(change.after, Failed):
        return "failed"
    if not isinstance(change.after, Article):
        return "refused_as_before" if change.before is None else "newly_refused"
    if change.before is None:
        return "newly_accepted"
    return "changed" if change.fields() else "unchanged"
