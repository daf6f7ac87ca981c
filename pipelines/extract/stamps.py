"""Reading a date and time out of a string, in whatever language and order it is written.

Only what is written is read: a year that is left out is not guessed here, and neither is an order of day and
month that the string leaves open. Every expression is linear.
"""

import dataclasses
import datetime as dt
import re
from typing import TypeAlias

from .date_patterns import (
    AFTER,
    BARE_CLOCK,
    BEFORE,
    CITIES,
    COMPACT,
    DATES,
    EPOCH,
    RANGE_AFTER,
    RANGE_BEFORE,
    RANGE_TO_DAY,
    RELATIVE,
    UNIX_DATE,
    YEARLESS,
    YEARLESS_NUMBERS,
    ZONES,
)
from .date_text import plain
from .months import DAYS_AGO, MONTHS
from .zones import zone


@dataclasses.dataclass(frozen=True, slots=True)
class Stamp:
    """A date as it is written."""

    day: dt.date
    time: dt.time | None = None
    """None when only the day is written."""
    offset: dt.timedelta | None = None
    """From UTC; None when none is written."""


@dataclasses.dataclass(frozen=True, slots=True)
class Relative:
    """A moment written from the reader's now: `вчера, 12:03`, `2 hours ago`."""

    days: int | None = None
    """Days before today."""
    time: dt.time | None = None
    """Time on that day."""
    earliest: dt.timedelta | None = None
    """For "two hours ago": at most this long ago (three hours); None with `days`."""
    latest: dt.timedelta | None = None
    """At least this long ago."""


@dataclasses.dataclass(frozen=True, slots=True)
class Yearless:
    """A day written without its year: `20 Fevral 14:23`."""

    month: int
    day: int
    time: dt.time | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """A date in a longer string."""

    when: Stamp | Relative
    start: int
    end: int


@dataclasses.dataclass(frozen=True, slots=True)
class FoundYearless:
    """A date without a year in a longer string."""

    when: Yearless
    start: int
    end: int


_Groups: TypeAlias = dict[str, str | None]

_WORD = re.compile(r"\w+")
_LONGEST_DATE = 80

MAX_LENGTH = 1_000
"""Characters of a string that are looked at."""


def read_value(value: str, english: bool = False) -> Stamp | None:
    """The date that an attribute or property holds: ISO 8601, RFC 2822, Unix time, or as in a text.

    `english` as for `find_stamp`.
    """
    value = plain(value[:MAX_LENGTH].strip())
    if epoch := EPOCH.fullmatch(value):
        seconds = int(epoch[1]) // (1_000 if len(epoch[1]) > 10 else 1)
        at = dt.datetime.fromtimestamp(seconds, dt.UTC)
        return Stamp(at.date(), at.time(), dt.timedelta())
    if compact := COMPACT.match(value):
        day, *clock = compact.groups("00")
        value = f"{day}t{':'.join(clock)}{value[compact.end() :]}"
    elif unix := UNIX_DATE.match(value):
        value = "{1} {0} {4} {2} {3}".format(*unix.groups())
    found = find_stamp(value, english)
    return found.when if found and isinstance(found.when, Stamp) else None


def find_stamp(text: str, english: bool = False) -> Found | None:
    """The first date in a string, with its time where one stands next to it.

    `english` says that the page is in English, where 02/03/2013 may be either way round and is not read; in
    all other languages here the day comes first. Relative words are read where no full date stands. A range
    of days is no date.
    """
    folded = plain(text[:MAX_LENGTH])
    return next(iter(_full(folded, english)), None) or _relative(folded)


def find_stamps(text: str, english: bool = False) -> list[Found]:
    """All full dates in a string, in their order; without one, the first relative word."""
    folded = plain(text[:MAX_LENGTH])
    if full := _full(folded, english):
        return full
    found = _relative(folded)
    return [found] if found else []


def find_yearless(text: str) -> FoundYearless | None:
    """The first day without a year in a string; of numbers alone only with a time beside it."""
    folded = plain(text[:MAX_LENGTH])
    if not any(char.isdigit() for char in folded):
        return None
    for pattern in (*YEARLESS, YEARLESS_NUMBERS):
        match = pattern.search(folded)
        if match is None or RANGE_TO_DAY.match(folded, match.end()) or _ends_range(folded, match):
            continue
        groups = match.groupdict()
        day = _date(2000, groups)  # a leap year: the 29th of February is a day
        if day is None:
            continue
        time, _, start, end = _beside(folded, match, day)
        if time or pattern is not YEARLESS_NUMBERS:
            return FoundYearless(Yearless(day.month, day.day, time), start, end)
    return None


def read_clock(text: str) -> dt.time | None:
    """The time of day that a string holds and nothing else: `14:23`."""
    match = BARE_CLOCK.fullmatch(plain(text[:MAX_LENGTH].strip()))
    return _time(match.groupdict()) if match else None


_LABEL_WORDS = (
    "published updated posted submitted on at by date опубликовано обновлено дата публикации жарияланды "
    "жарияланған yayınlanma güncelleme tarihi опубліковано оновлено"
)
_LABELS = frozenset(plain(_LABEL_WORDS).split())


def is_only_date(text: str) -> bool:
    """Is this a date and nothing else, but for a label or a weekday?"""
    if len(text) > _LONGEST_DATE or not (found := find_stamp(text)):
        return False
    rest = _WORD.findall(plain(text[: found.start] + " " + text[found.end :]))
    if isinstance(found.when, Relative):
        return not rest
    return sum(word not in _LABELS for word in rest) <= 1


def is_only_yearless(text: str) -> bool:
    """Is this a day without its year and nothing else, but for a weekday?"""
    if len(text) > _LONGEST_DATE or not (found := find_yearless(text)):
        return False
    return len(_WORD.findall(text[: found.start] + " " + text[found.end :])) <= 1


def _full(folded: str, english: bool) -> list[Found]:
    if not any(char.isdigit() for char in folded):
        return []
    matches = [match for pattern in DATES for match in pattern.finditer(folded)]
    found: list[Found] = []
    end = 0
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        if match.start() < end or not (day := _day(match.groupdict(), english)):
            continue
        if _is_range(folded, match, day, english):
            return []
        time, offset, start, end = _beside(folded, match, day)
        found.append(Found(Stamp(day, time, offset), start, end))
    return found


def _is_range(folded: str, match: re.Match[str], day: dt.date, english: bool) -> bool:
    """Is a date the first or last of a range of days?"""
    if _ends_range(folded, match):
        return True
    if not (sign := RANGE_AFTER.match(folded, match.end())):
        return False
    for pattern in DATES:
        if (last := pattern.match(folded, sign.end())) and (other := _day(last.groupdict(), english)):
            return other != day and _beside(folded, last, other)[0] is None
    return False


def _ends_range(folded: str, match: re.Match[str]) -> bool:
    return bool(RANGE_BEFORE.search(folded[max(0, match.start() - 30) : match.start()]))


def _day(groups: _Groups, english: bool) -> dt.date | None:
    if groups.get("dmy") and groups["dmy"] != ".":
        day, month = int(groups["day"] or 0), int(groups["m"] or 0)
        if month > 12:
            groups = {**groups, "day": groups["m"], "m": groups["day"]}
        elif english and day <= 12 and day != month:
            return None
    short = groups.get("short")
    return _date(2000 + int(short) if short else int(groups["year"] or 0), groups)


def _date(year: int, groups: _Groups) -> dt.date | None:
    name = groups.get("month")
    month = MONTHS[name] if name else int(groups["m"] or 0)
    try:
        return dt.date(year, month, int(groups["day"] or 0))
    except ValueError:
        return None


def _beside(
    folded: str, match: re.Match[str], day: dt.date
) -> tuple[dt.time | None, dt.timedelta | None, int, int]:
    """The time next to a date, its offset, and where both begin and end."""
    after = AFTER.match(folded, match.end())
    if after and (time := _time(after.groupdict())):
        return time, _offset(after.groupdict(), day, time), match.start(), after.end()
    head = max(0, match.start() - 20)
    before = BEFORE.search(folded[head : match.start()])
    if before and (time := _time(before.groupdict())):
        return time, None, head + before.start(), match.end()
    return None, None, match.start(), match.end()


def _time(groups: _Groups) -> dt.time | None:
    hour, minute = int(groups["hour"] or 0), int(groups["minute"] or 0)
    if half := groups["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    second = min(int(groups["second"] or 0), 59)
    return dt.time(hour, minute, second) if hour < 24 and minute < 60 else None


def _offset(groups: _Groups, day: dt.date, time: dt.time) -> dt.timedelta | None:
    if name := groups["zone"]:
        if city := CITIES.get(name):
            return zone(city).utcoffset(dt.datetime.combine(day, time))
        return dt.timedelta(hours=ZONES[name])
    if hours := groups["ush"]:
        return dt.timedelta(hours=int(hours.replace("−", "-")))
    if not groups["sign"]:
        return None
    offset = dt.timedelta(hours=int(groups["oh"] or 0), minutes=int(groups["om"] or 0))
    # No zone is or was further from UTC than 14 hours in the years that are accepted.
    if offset > dt.timedelta(hours=14):
        return None
    return offset if groups["sign"] == "+" else -offset


def _relative(folded: str) -> Found | None:
    match = RELATIVE.search(folded)
    if not match:
        return None
    if word := match["word"]:
        time, _, start, end = _beside(folded, match, dt.date.min)
        return Found(Relative(days=DAYS_AGO[word], time=time), start, end)
    count = int(match["count"] or 1)
    if match["days"] or match["day"]:
        return Found(Relative(days=count), match.start(), match.end())
    unit = dt.timedelta(hours=1) if match["hours"] or match["hour"] else dt.timedelta(minutes=1)
    return Found(Relative(earliest=unit * (count + 1), latest=unit * count), match.start(), match.end())
