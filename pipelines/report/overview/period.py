"""The days that a report is about."""

import dataclasses
import datetime as dt

from ...errors import UsageError

MAX_DAYS = 92
"""A quarter: more days are narrower than a character in the grid of a desktop's width."""


@dataclasses.dataclass(frozen=True, slots=True)
class Period:
    """Whole UTC days, the last of which is not over."""

    days: tuple[dt.date, ...]
    """One after another."""
    now: dt.datetime
    """UTC; nothing later is looked at."""

    @property
    def since(self) -> dt.datetime:
        """Its first moment, UTC."""
        return dt.datetime.combine(self.days[0], dt.time(), dt.UTC)


def last_days(count: int, now: dt.datetime) -> Period:
    """The last `count` UTC days, today among them. Raises UsageError for none or more than a quarter."""
    if not 1 <= count <= MAX_DAYS:
        raise UsageError(f"--days {count}: give a number of days from 1 to {MAX_DAYS}")
    moment = now.astimezone(dt.UTC)
    today = moment.date()
    return Period(tuple(today - dt.timedelta(days=back) for back in reversed(range(count))), moment)
