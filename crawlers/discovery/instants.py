"""Dates of feeds and sitemaps -> moments in UTC. A date that does not say a moment gives None."""

import datetime as dt
import re
import zoneinfo

EARLIEST = dt.datetime(1990, 1, 1, tzinfo=dt.UTC)
"""No news site is older: what is earlier is a zero date or an error."""
FUTURE = dt.timedelta(days=2)
"""How far ahead a date may be: a day for a wrong zone and a day for a wrong clock."""

_LONGEST = 64
_SPACE_BEFORE_ZONE = re.compile(r" (?=[+-]\d\d:?\d\d$)", re.ASCII)
_DOTTED = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4}),? (.*)", re.ASCII)
# `email.utils` reads "GMT+5" as five minutes and the year -0001 as 2000: this is stricter.
_RFC822 = re.compile(
    r"(?:[^\W\d_]{1,16}[.,]{0,2} ?)?"  # the weekday, in any language
    r"(?P<day>[0-9]{1,2})[ -](?P<month>[^\W\d_]{3,12})\.?[ ,-]{1,2}(?P<year>[0-9]{4}|[0-9]{2}),? "
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))? ?"
    r"(?P<name>[A-Z]{1,5})?(?:(?P<sign>[+-])(?P<hours>[0-9]{1,2}?)(?::?(?P<minutes>[0-5][0-9]))?)?"
    r"(?: \(\w{1,9}\))?"
)
_MONTHS = ("jan янв", "feb фев", "mar мар", "apr апр", "may май мая", "jun июн", "jul июл", "aug авг",
           "sep сен", "oct окт", "nov ноя", "dec дек")  # fmt: skip
_MONTH_NUMBER = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
# RFC 822 names these; MSK is what Russian feeds write, and its offset changed in 2011 and 2014.
_AMERICAN = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_UNIVERSAL = ("GMT", "UTC", "UT", "Z")
_ZONES: dict[str, dt.tzinfo] = {
    **dict.fromkeys(_UNIVERSAL, dt.UTC),
    **{name: dt.timezone(dt.timedelta(hours=hours)) for name, hours in _AMERICAN.items()},
    "MSK": zoneinfo.ZoneInfo("Europe/Moscow"),
}


def parse_instant(text: str, *, now: dt.datetime) -> dt.datetime | None:
    """The moment that a date of a feed says, in UTC: RFC 822 or ISO 8601, with a zone. Never raises.

    Russian months, a weekday in any language, `DD.MM.YYYY`, `GMT+5` and a space before the offset are
    understood. None for a date without a zone, for what cannot be read, and for what lies outside of
    `EARLIEST` to `now` (aware) plus `FUTURE`.
    """
    moment = _read(text)
    return None if moment is None or moment.tzinfo is None else _plausible(moment, now)


def parse_lastmod(text: str, *, now: dt.datetime) -> dt.datetime | None:
    """As `parse_instant`, for a sitemap: a day alone, or a time without a zone, is taken as UTC.

    So it is true to a day only: who asks "changed since?" allows for one.
    """
    moment = _read(text)
    if moment is not None and moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return None if moment is None else _plausible(moment, now)


def _plausible(moment: dt.datetime, now: dt.datetime) -> dt.datetime | None:
    # Compared first: aware moments compare at any distance, but the year 1 or 9999 cannot change its zone.
    return moment.astimezone(dt.UTC) if EARLIEST <= moment <= now + FUTURE else None


def _read(text: str) -> dt.datetime | None:
    text = " ".join(text[: 2 * _LONGEST].split())
    if len(text) > _LONGEST:
        return None
    dotted = _DOTTED.fullmatch(text)
    iso = f"{dotted[3]}-{dotted[2]:>02}-{dotted[1]:>02} {dotted[4]}" if dotted else text
    try:
        return dt.datetime.fromisoformat(_SPACE_BEFORE_ZONE.sub("", iso))
    except ValueError:
        return _read_rfc822(text)


def _read_rfc822(text: str) -> dt.datetime | None:
    match = _RFC822.fullmatch(text)
    month = match and _MONTH_NUMBER.get(match["month"][:3].lower())
    if match is None or month is None:
        return None
    year = int(match["year"])
    if len(match["year"]) == 2:
        year += 2000 if year < 70 else 1900
    try:
        return dt.datetime(
            year,
            month,
            int(match["day"]),
            int(match["hour"]),
            int(match["minute"]),
            int(match["second"] or 0),
            tzinfo=_zone(match),
        )
    except ValueError:
        return None


def _zone(match: re.Match[str]) -> dt.tzinfo | None:
    """The zone of an RFC 822 date; None where it names none, an unknown one, or two ("EST+5")."""
    name = match["name"]
    if not match["sign"]:
        return _ZONES.get(name or "")
    if name and name not in _UNIVERSAL:
        return None
    offset = dt.timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    return dt.timezone(-offset if match["sign"] == "-" else offset)
