"""Archives by day or month: addresses with a place for the date, and addresses that name a month or day."""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Iterator

from pipelines.errors import UsageError

from .sections import is_counted, page_number_url

_PLACE = re.compile(r"\{([^{}]*)\}")
_DATED = re.compile(r"\{(day|month):([^{}]*)\}")
_DIRECTIVE = re.compile(r"%-?[A-Za-z%]?")
_WRITTEN = {
    "%Y": "{0.year:04}",
    "%m": "{0.month:02}",
    "%d": "{0.day:02}",
    "%-m": "{0.month}",
    "%-d": "{0.day}",
}
_NEEDED = {"day": {"Y", "m", "d"}, "month": {"Y", "m"}}

ZONES = dt.timedelta(days=1)
"""How far a day that a source states may lie from that of the site's own zone."""

_YEAR = r"((?:19|20)[0-9]{2})"
_MONTH = r"(0[1-9]|1[0-2])"
_DAY = r"(0[1-9]|[12][0-9]|3[01])"
_MONTH_IN_NAME = re.compile(rf"(?<![0-9]){_YEAR}(?:[-_./]{_MONTH}|{_MONTH}{_DAY})(?![0-9])")
"""`2019-03`, `2019/03`, `20190315`; `2019` or `201903` may as well be the number of a part."""
_MONTH_IN_QUERY = re.compile(rf"[?&](?:yyyy|year|y)={_YEAR}&(?:month|mount|mm|m)=(0?[1-9]|1[0-2])(?![0-9])")
_DAY_IN_ADDRESS = re.compile(rf"/{_YEAR}(?:([-_/]){_MONTH}\2{_DAY}|{_MONTH}{_DAY})(?![0-9])")


@dataclasses.dataclass(frozen=True, slots=True)
class Period:
    """Days of an archive, from the first to the last one."""

    first: dt.date
    last: dt.date

    def meets(self, since: dt.date | None, until: dt.date | None) -> bool:
        """Is one of its days within these bounds?"""
        return (since is None or self.last >= since) and (until is None or self.first <= until)


def check_patterns(
    feeds: Iterable[str] = (), sitemaps: Iterable[str] = (), sections: Iterable[str] = ()
) -> None:
    """Refuse addresses of sources whose placeholders mean nothing. Raises UsageError, which names it."""
    for kind, patterns in (("feed", feeds), ("sitemap", sitemaps), ("section", sections)):
        for pattern in patterns:
            _check(kind, pattern)


def _check(kind: str, pattern: str) -> None:
    for place in _PLACE.finditer(pattern):
        if not (is_counted(place[0]) or _DATED.fullmatch(place[0])):
            raise UsageError(
                f"{pattern}: {place[0]} is no placeholder; there are {{n}}, {{12n}}, "
                "{day:%Y-%m-%d} and {month:%Y-%m}"
            )
        if kind == "feed" or (kind == "sitemap" and is_counted(place[0])):
            raise UsageError(f"{pattern}: a {kind} has no {place[0]}")
    if re.search("[{}]", _PLACE.sub("", pattern)):
        raise UsageError(
            f"{pattern}: a brace without its other half; one of the address itself is %7B or %7D"
        )
    dated = _DATED.findall(pattern)
    units = {unit for unit, _ in dated}
    if len(units) > 1:
        raise UsageError(f"{pattern}: write all dates with {{day:…}}, or all with {{month:…}}")
    for unit in units:
        written = [directive for _, form in dated for directive in _DIRECTIVE.findall(form)]
        if unknown := [directive for directive in written if directive not in _WRITTEN]:
            raise UsageError(f"{pattern}: {unknown[0]} is not known; there are {', '.join(_WRITTEN)}")
        if {directive[-1] for directive in written} != _NEEDED[unit]:
            needed = ", ".join(f"%{letter}" for letter in "Ymd" if letter in _NEEDED[unit])
            raise UsageError(f"{pattern}: a {unit} is written with {needed}, no more and no less")


def is_dated(pattern: str) -> bool:
    """Does the address of a source have a place for a day or month?"""
    return _DATED.search(pattern) is not None


def period_of(pattern: str, day: dt.date) -> Period:
    """What the archive at a dated address holds together with `day`: that day or its month."""
    found = _DATED.search(pattern)
    if found is None or found[1] == "day":
        return Period(day, day)
    following = (day.replace(day=1) + dt.timedelta(days=31)).replace(day=1)
    return Period(day.replace(day=1), following - dt.timedelta(days=1))


def periods(pattern: str, since: dt.date, until: dt.date) -> Iterator[Period]:
    """The periods of a dated address that have a day from `since` to `until`, the newest first."""
    day = until
    while day >= since:
        period = period_of(pattern, day)
        yield period
        day = period.first - dt.timedelta(days=1)


def dated_url(pattern: str, day: dt.date) -> str:
    """The address for the period of `day`; `{n}` stays. One without a place for a date stays as it is."""
    first = period_of(pattern, day).first
    return _DATED.sub(
        lambda place: _DIRECTIVE.sub(lambda found: _WRITTEN[found[0]].format(first), place[2]), pattern
    )


def first_url(pattern: str, today: dt.date) -> str:
    """The address that is asked for first: of `today` or its month, and page 1."""
    dated = dated_url(pattern, today)
    return page_number_url(dated, 1) if is_counted(dated) else dated


def named_period(url: str) -> Period | None:
    """The month, or the first to the last of the months, that the address of a sitemap names.

    Only whole months: in `sitemap-2019-10-12.xml` the last number may be a day or count the parts.
    """
    found = [*_MONTH_IN_NAME.finditer(url), *_MONTH_IN_QUERY.finditer(url)]
    months = sorted((int(match[1]), int(next(filter(None, match.groups()[1:])))) for match in found)
    if not months:
        return None
    first, last = (period_of("{month:%Y-%m}", dt.date(*month, 1)) for month in (months[0], months[-1]))
    return Period(first.first, last.last)


def named_day(url: str) -> dt.date | None:
    """The day that the address of an article names: `/2026/11/22/…`, `/2026-11-22-…`, `/20261122/…`."""
    found = _DAY_IN_ADDRESS.search(url)
    if found is None:
        return None
    try:
        return dt.date(int(found[1]), int(found[3] or found[5]), int(found[4] or found[6]))
    except ValueError:
        return None
