"""What a written date means: read against the moment of the fetch and the site's zone, or dropped.

A time without an offset counts only where the site's zone is known; midnight sharp, as it is written or in
the site's zone, is how programs write a day, so it counts as one.
"""

import dataclasses
import datetime as dt
from zoneinfo import ZoneInfo

from ..article import DateSource, PublishedPrecision
from .stamps import Relative, Stamp, Yearless
from .zones import zone

EARLIEST = dt.date(1990, 1, 1)
"""Older dates are defaults of programs (1970, 1900): no news site is older."""
FUTURE = dt.timedelta(days=1)
"""How much later than the fetch a date may be: clocks and zones differ by less."""


@dataclasses.dataclass(frozen=True, slots=True)
class Moment:
    """A date, as exactly as the page gives it."""

    at: dt.datetime | None
    """UTC, whole minutes; None when only the day is known."""
    day: dt.date
    """In the site's zone, or in the page's own offset."""
    local: str
    """`2013-02-07T12:03+06:00`, or `2013-02-07`."""
    source: DateSource

    @property
    def precision(self) -> PublishedPrecision:
        """`minute` or `day`."""
        return "day" if self.at is None else "minute"


@dataclasses.dataclass(frozen=True, slots=True)
class Clock:
    """What a written date is read against."""

    fetched_at: dt.datetime
    zone: ZoneInfo | None


def clock(fetched_at: dt.datetime, timezone: str | None) -> Clock:
    """The clock of a site. Raises UsageError for a zone name that is none."""
    return Clock(fetched_at.astimezone(dt.UTC), zone(timezone) if timezone else None)


def moment(when: Stamp | Relative | Yearless, source: DateSource, clock: Clock) -> Moment | None:
    """What a written date means, or None where it is impossible or not certain to the day.

    Impossible: before 1990, or more than a day after the fetch. A day without a year is the last such day
    before the fetch.
    """
    stamp = _anchored(when, clock)
    if stamp is None or not EARLIEST <= stamp.day <= (clock.fetched_at + FUTURE).date():
        return None
    local = _local(stamp, clock.zone)
    if local is None:
        return Moment(None, stamp.day, stamp.day.isoformat(), source)
    at = local.astimezone(dt.UTC).replace(second=0)
    if at > clock.fetched_at + FUTURE:
        return None
    if local.time() == dt.time():
        return Moment(None, local.date(), local.date().isoformat(), source)
    return Moment(at, local.date(), local.isoformat(timespec="minutes"), source)


def today(clock: Clock) -> dt.date:
    """The day of the fetch, in the site's zone or else in UTC."""
    return clock.fetched_at.astimezone(clock.zone or dt.UTC).date()


def _local(stamp: Stamp, site_zone: ZoneInfo | None) -> dt.datetime | None:
    if stamp.time in (None, dt.time()) or (stamp.offset is None and site_zone is None):
        return None
    written = dt.datetime.combine(stamp.day, stamp.time or dt.time())
    if stamp.offset is None:
        # By way of UTC: a time that was skipped when the clocks went forward becomes one that there was.
        return written.replace(tzinfo=site_zone).astimezone(dt.UTC).astimezone(site_zone)
    at = written.replace(tzinfo=dt.timezone(stamp.offset))
    # UTC says nothing of the newsroom's day; any other offset does.
    return at.astimezone(site_zone) if site_zone and not stamp.offset else at


def _anchored(when: Stamp | Relative | Yearless, clock: Clock) -> Stamp | None:
    if isinstance(when, Stamp):
        return when
    if isinstance(when, Yearless):
        return _latest(when, today(clock))
    if clock.zone is None:
        return None
    now = clock.fetched_at.astimezone(clock.zone)
    if when.days is not None:
        return Stamp((now - dt.timedelta(days=when.days)).date(), when.time)
    earliest, latest = now - (when.earliest or dt.timedelta()), now - (when.latest or dt.timedelta())
    return Stamp(latest.date()) if earliest.date() == latest.date() else None


def _latest(when: Yearless, last: dt.date) -> Stamp | None:
    for year in range(last.year, last.year - 9, -1):  # 1896 to 1904 had no 29th of February, nor will 2096
        try:
            day = dt.date(year, when.month, when.day)
        except ValueError:
            continue
        if day <= last:
            return Stamp(day, when.time)
    return None
