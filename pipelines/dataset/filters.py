"""Which articles are wanted: by site, language, day of publication and what a site allows."""

import dataclasses
import datetime as dt
import functools
from collections.abc import Collection
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as pads

from ..article import RESERVES_TRAINING
from ..errors import UsageError
from ..store.tables import quoted

Use = Literal["training"]
"""What articles may be wanted for."""

KEPT_FROM: dict[str, frozenset[str]] = {"training": frozenset(map(str, RESERVES_TRAINING))}
"""Statements that keep an article from a use."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What was asked for. None is no bound."""

    sites: tuple[str, ...] | None = None
    languages: tuple[str, ...] | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    kept_from: frozenset[str] = frozenset()
    """Statements in `rights` that leave an article out."""

    def pruning(self) -> list[str]:
        """Predicates in SQL that a file which holds a wanted row matches by its statistics."""
        found = self.pruning_of_sites()
        if self.since is not None:
            found.append(f"published_date >= DATE '{self.since}'")
        if self.until is not None:
            found.append(f"published_date <= DATE '{self.until}'")
        return found

    def pruning_of_sites(self) -> list[str]:
        """The same, by site alone."""
        if self.sites is None:
            return []
        return [f"site IN ({', '.join(map(quoted, self.sites))})" if self.sites else "false"]

    def conditions(self) -> list[pads.Expression]:
        """What a wanted row fulfils, but for `kept_from`."""
        found = []
        if self.sites is not None:
            found.append(pads.field("site").isin(self.sites))
        if self.languages is not None:
            found.append(pads.field("language").isin(self.languages))
        if self.since is not None:
            found.append(pads.field("published_date") >= pa.scalar(self.since))
        if self.until is not None:
            found.append(pads.field("published_date") <= pa.scalar(self.until))
        return found


def not_kept_from(batch: pa.RecordBatch, statements: Collection[str]) -> pa.RecordBatch:
    """The rows in whose `rights` none of the statements stands; nothing known is no statement."""
    rights = batch["rights"]
    rows = pc.list_parent_indices(rights)
    stated = pc.struct_field(pc.list_flatten(rights), "statement")
    reserved = rows.filter(pc.is_in(stated, pa.array(sorted(statements), pa.string())))
    here = pa.array(range(batch.num_rows), rows.type)
    return batch.filter(pc.invert(pc.is_in(here, reserved)))


def parse_filters(
    *,
    sites: str | Collection[str] | None,
    languages: str | Collection[str] | None,
    published_since: dt.date | str | None,
    published_until: dt.date | str | None,
    allowed_for: Use | None,
) -> Filters:
    """The filters that a reader's arguments name. Raises UsageError."""
    if allowed_for is not None and allowed_for not in KEPT_FROM:
        raise UsageError(f"allowed_for={allowed_for!r}: there is: {', '.join(KEPT_FROM)}")
    return Filters(
        sites=_listed(sites),
        languages=_listed(languages),
        since=_day("published_since", published_since),
        until=_day("published_until", published_until),
        kept_from=KEPT_FROM[allowed_for] if allowed_for else frozenset(),
    )


def all_of(conditions: Collection[pads.Expression]) -> pads.Expression | None:
    """Rows that fulfil all conditions; None, which is any row, without one."""
    return functools.reduce(lambda one, other: one & other, conditions) if conditions else None


def _listed(value: str | Collection[str] | None) -> tuple[str, ...] | None:
    if value is None:
        return None
    return (value,) if isinstance(value, str) else tuple(value)


def _day(name: str, value: Any) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if value is None or isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise UsageError(f"{name}={value!r}: write a day as 2026-11-23") from error
