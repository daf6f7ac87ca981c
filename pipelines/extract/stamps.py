"""Reading a date and time out of a string, in whatever language and order it is written.

Only what is written is read: a year that is left out is not guessed, and neither is an order of day and month
that the string leaves open. Every expression is linear.
"""

import dataclasses
import datetime as dt
import re
from typing import TypeAlias

from ..clean.characters import fold
from .months import AGO_WORDS, DAYS_AGO, HOUR_WORDS, MINUTE_WORDS, MONTHS


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
class Found:
    """A date in a longer string."""

    when: Stamp | Relative
    start: int
    end: int


_Groups: TypeAlias = dict[str, str | None]


def _any(words: list[str] | dict[str, int]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
    "pdt": -7, "msk": 3, "мск": 3, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "jst": 9,
}  # fmt: skip
"""Hours from UTC of names that mean one offset."""

_MONTH = rf"(?P<month>{_any(MONTHS)})"
_SUFFIX = r"[^\W\d_]{0,5}+\.?"  # case endings: dekabrın, қарашада
_ORDINAL = r"(?:\s?-?\s?(?:st|nd|rd|th|го|е|ші|шы|нчи|нчы|чи|njy|nji|inci|ıncı))?"
_FOUR = r"(?P<year>(?:19|20)\d\d)"
_YEAR = rf"{_FOUR}(?!\d)"
_DAY = r"(?:(?<![\d.:])|(?<=:\d\d)(?=\d\d\D))(?P<day>\d{1,2})"  # also glued to a time: 22:3101 fevral
_OF = r"(?:de |del |of |d')?"
_DATES = [
    re.compile(pattern)
    for pattern in (
        # 2013-02-07, 20130207, 2026.03.12, 2024-1-11
        rf"(?<![\d./-]){_FOUR}(?P<sep>[-./])(?P<m>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})(?!\d)",
        rf"(?<!\d){_FOUR}(?P<m>[01]\d)(?P<day>[0-3]\d)(?=t|$)",
        # 7 февраля 2013, 12-mart 2025, 1st of May 2020
        rf"{_DAY}{_ORDINAL}[\s.,/-]{{0,3}}{_OF}{_MONTH}{_SUFFIX}[\s.,/-]{{0,3}}{_OF}{_YEAR}",
        # February 7, 2013
        rf"(?<![^\W\d_]){_MONTH}\.?\s{{0,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,\s?|\s){_YEAR}",
        # 2025-yil 12-mart, 2023 жылғы 19 қараша
        rf"(?<!\d){_YEAR}[\s-]{{0,3}}[^\W\d_]{{1,9}}[\s,]{{1,3}}(?P<day>\d{{1,2}})[\s-]{{1,3}}{_MONTH}",
        # 2017 оны 2 сарын 07
        rf"(?<!\d){_YEAR}\s?он[^\W\d_]{{0,3}}\s?(?P<m>\d\d?)(?:-?р)?\s?сар[^\W\d_]{{0,3}}\s?(?P<day>\d\d?)",
        # 2025年1月13日, 2025년 6월 3일
        rf"{_YEAR}\s?[年년]\s?(?P<m>\d{{1,2}})\s?[月월]\s?(?P<day>\d{{1,2}})\s?[日일]",
        # 07.02.2013, 07/02/2013, 07-02-2013
        rf"{_DAY}(?P<dmy>[./-])(?P<m>\d{{1,2}})(?P=dmy){_YEAR}",
        # 07.02.13: with points only, where the sites of the region put the day first
        r"(?<![\d.:])(?P<day>\d\d)\.(?P<m>\d\d)\.(?P<short>\d\d)(?![\d.:])",
        # 10/17/18: where the second number can be no month
        r"(?<![\d/])(?P<m>\d\d?)/(?P<day>1[3-9]|2\d|3[01])/(?P<short>\d\d)(?![\d/])",
    )
]
_AGO = rf"(?:(?P<minutes>{_any(MINUTE_WORDS)})|(?P<hours>{_any(HOUR_WORDS)}))\.?\s(?:{_any(AGO_WORDS)})"
_RELATIVE = re.compile(rf"(?<![^\W_])(?:(?P<word>{_any(DAYS_AGO)})|(?P<count>\d{{1,2}})\s?{_AGO})(?![^\W_])")
_NAMED_ZONE = rf"\s?(?P<zone>{_any(list(_ZONES))})(?![^\W_]|[+−-]\d)"
_OFFSET = r"\s?(?:gmt|utc)?(?P<sign>[+−-])(?P<oh>\d\d):?(?P<om>\d\d)?(?!\d)"
_CLOCK = (
    r"(?P<hour>\d{1,2})(?::|h|時|시\s?)(?P<minute>\d\d)(?!\d)분?(?::(?P<second>\d\d)(?:[.,]\d{1,9})?)?"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?)?"
)
_BETWEEN = r"[\s,;|/·•—–\[(\"-]{0,5}+"
_AFTER = re.compile(
    r"(?:[\s-]?(?:г|года|год|жыл|жылы|yil|йил|йили|ж|р|року)\b\.?)?"
    r"(?:[\s,]{1,2}(?!upd|обнов|изм|жаңар|yenil|güncel)[^\W\d_]{2,12}\b)?"  # a weekday
    rf"{_BETWEEN}t?(?:(?:в|у|о|об|at|um|à|às|сағат|саат|saat|soat|соат|ساعات)\b)?\s{{0,2}}"
    rf"{_CLOCK}(?:{_NAMED_ZONE}|{_OFFSET})?"
)
_BEFORE = re.compile(rf"(?<![\d:]){_CLOCK}{_BETWEEN}$")
_EPOCH = re.compile(r"[1-9]\d{8,9}(?:000)?|1\d{12}")

_WORD = re.compile(r"\w+")
_LONGEST_DATE = 80

MAX_LENGTH = 1_000
"""Characters of a string that are looked at."""


def read_value(value: str) -> Stamp | None:
    """The date that an attribute or property holds: ISO 8601, RFC 2822, Unix time, or as in a text."""
    value = value.strip()
    if _EPOCH.fullmatch(value):
        seconds = int(value) // (1_000 if len(value) > 10 else 1)
        at = dt.datetime.fromtimestamp(seconds, dt.UTC)
        return Stamp(at.date(), at.time(), dt.timedelta())
    found = find_stamp(value)
    return found.when if found and isinstance(found.when, Stamp) else None


def find_stamp(text: str, english: bool = False) -> Found | None:
    """The first date in a string, with its time where one stands next to it.

    `english` says that the page is in English, where 02/03/2013 may be either way round and is not read; in
    all other languages here the day comes first. Relative words are read where no full date stands.
    """
    folded = fold(text[:MAX_LENGTH])
    if any(char.isdigit() for char in folded):
        matches = [match for pattern in _DATES if (match := pattern.search(folded))]
        for match in sorted(matches, key=lambda match: match.start()):
            if day := _day(match.groupdict(), english):
                return _with_time(folded, match, day)
    return _relative(folded)


_LABEL_WORDS = (
    "published updated posted submitted on at by date опубликовано обновлено дата публикации жарияланды "
    "жарияланған yayınlanma güncelleme tarihi опубліковано оновлено"
)
_LABELS = frozenset(_LABEL_WORDS.split())


def is_only_date(text: str) -> bool:
    """Is this a date and nothing else, but for a label or a weekday?"""
    if len(text) > _LONGEST_DATE or not (found := find_stamp(text)):
        return False
    rest = _WORD.findall(fold(text[: found.start] + " " + text[found.end :]))
    if isinstance(found.when, Relative):
        return not rest
    return sum(word not in _LABELS for word in rest) <= 1


def _day(groups: _Groups, english: bool) -> dt.date | None:
    name = groups.get("month")
    month = MONTHS[name] if name else int(groups["m"] or 0)
    day = int(groups["day"] or 0)
    if groups.get("dmy") and groups["dmy"] != ".":
        if month > 12:
            day, month = month, day
        elif english and day <= 12 and day != month:
            return None
    try:
        return dt.date(
            2000 + int(short) if (short := groups.get("short")) else int(groups["year"] or 0), month, day
        )
    except ValueError:
        return None


def _with_time(folded: str, match: re.Match[str], day: dt.date) -> Found:
    after = _AFTER.match(folded, match.end())
    if after and (time := _time(after.groupdict())):
        return Found(Stamp(day, time, _offset(after.groupdict())), match.start(), after.end())
    head = max(0, match.start() - 20)
    before = _BEFORE.search(folded[head : match.start()])
    if before and (time := _time(before.groupdict())):
        return Found(Stamp(day, time), head + before.start(), match.end())
    return Found(Stamp(day), match.start(), match.end())


def _time(groups: _Groups) -> dt.time | None:
    hour, minute = int(groups["hour"] or 0), int(groups["minute"] or 0)
    if half := groups["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    second = min(int(groups["second"] or 0), 59)
    return dt.time(hour, minute, second) if hour < 24 and minute < 60 else None


def _offset(groups: _Groups) -> dt.timedelta | None:
    if name := groups["zone"]:
        return dt.timedelta(hours=_ZONES[name])
    if not groups["sign"]:
        return None
    offset = dt.timedelta(hours=int(groups["oh"] or 0), minutes=int(groups["om"] or 0))
    # No zone is or was further from UTC than 14 hours in the years that are accepted.
    if offset > dt.timedelta(hours=14):
        return None
    return offset if groups["sign"] == "+" else -offset


def _relative(folded: str) -> Found | None:
    match = _RELATIVE.search(folded)
    if not match:
        return None
    if word := match["word"]:
        after = _AFTER.match(folded, match.end())
        time = _time(after.groupdict()) if after else None
        end = after.end() if after and time else match.end()
        return Found(Relative(days=DAYS_AGO[word], time=time), match.start(), end)
    unit = dt.timedelta(hours=1) if match["hours"] else dt.timedelta(minutes=1)
    count = int(match["count"])
    return Found(Relative(earliest=unit * (count + 1), latest=unit * count), match.start(), match.end())
