"""When a page was published and last changed: where it says so, how exactly, and in which zone.

Witnesses are asked in a fixed order: JSON-LD, meta, `<time>` and other attributes, the site's own hint, text
near the headline, the feed, the address, a day near the headline without its year, and last the day of a
change that the page shows. The first believable one gives the day. If it knows the day only, the first later
witness that knows a time of the same day gives the moment.
"""

import dataclasses
import datetime as dt
import functools
import itertools
import re
from collections.abc import Collection, Iterable, Iterator
from typing import TypeAlias

from lxml.html import HtmlElement

from ..article import DateSource, ExtractionHints
from ..dedupe.fingerprint import plain_words
from .date_places import Layout, Place, Zone, layout, shares_container
from .date_values import attribute_stamps, meta_stamps, modified_stamps, stated_times, time_stamps
from .date_visible import Visible, dates_of, visible_dates
from .jsonld import LinkedData
from .markup import select, text_of
from .moments import Clock, Moment, moment, today
from .stamps import Relative, Stamp, Yearless, find_stamps, read_clock, read_value

_URL_DAY = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<s>[/-])(?P<m>\d\d?)(?P=s)(?P<d>\d\d?)(?!\d)"
    r"|(?<=/)(?P<y2>(?:19|20)\d\d)(?P<m2>[01]\d)(?P<d2>[0-3]\d)(?=[/_-])"
    r"|(?<=/)(?P<d3>\d\d)(?P<s3>[.-])(?P<m3>\d\d)(?P=s3)(?P<y3>(?:19|20)\d\d)(?=[/_-])"
)

MAX_HEADINGS = 60
"""Headings among which that of a page without headline is looked for."""
MAX_HEADING = 1_000
"""Characters of such a heading."""
MAX_HINTED = 60
"""Elements that a hint names which are read for a date."""
MAX_HINT = 1_200
"""Characters of such an element that are read."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Witnesses:
    """All that may say when a page was published."""

    root: HtmlElement
    url: str
    linked: LinkedData
    meta: dict[str, list[str]]
    hints: ExtractionHints
    feed: dt.datetime | None
    headline: HtmlElement | None
    """The element of the headline, where there is one."""
    glued: str | None
    """A date that stood at the end of the title."""
    furniture: Collection[HtmlElement]
    """Elements whose dates are of other things."""
    english: bool

    @functools.cached_property
    def heading(self) -> HtmlElement | None:
        """The headline, or else the first heading that ends in the title that the page states."""
        if self.headline is not None:
            return self.headline
        titles = (self.linked.headline, *self.meta.get("og:title", ()))
        said = tuple(words for title in titles if (words := plain_words(title or "")))
        headings = itertools.islice(self.root.iter("h1", "h2", "h3", "h4"), MAX_HEADINGS)
        return next(
            (one for one in headings if said and plain_words(text_of(one, MAX_HEADING)).endswith(said)), None
        )

    @functools.cached_property
    def places(self) -> Layout:
        """Where the page's short texts stand."""
        return layout(self.root, self.heading, self.furniture)

    @functools.cached_property
    def visible(self) -> list[Visible]:
        """The dates that a reader sees near the headline."""
        return list(visible_dates(self.places, self.heading, self.english))


_When: TypeAlias = Stamp | Relative | Yearless | dt.time
"""A time alone is one of the day that another witness gives."""
_Said: TypeAlias = Iterator[tuple[DateSource, _When]]


def published(witnesses: Witnesses, clock: Clock) -> Moment | None:
    """When the page was published; None where nothing believable says so."""
    best: Moment | None = None
    said = _published(witnesses, clock)
    for source, when in said:
        found = _moment(when, source, clock, best)
        if found is None:
            continue
        if best is None:
            best = found
        if found.at is not None and found.day == best.day:
            best = found
            break
    if best and best.at and clock.zone is None and best.at.isoformat(timespec="minutes") == best.local:
        others = (_moment(when, source, clock, best) for source, when in said)
        return _with_own_day(best, best.at, others)
    return best


def _moment(when: _When, source: DateSource, clock: Clock, best: Moment | None) -> Moment | None:
    """What is said, where what is already known fills in what it lacks."""
    if isinstance(when, dt.time):
        return moment(Stamp(best.day, when), source, clock) if best else None
    if isinstance(when, Yearless) and best and (when.month, when.day) == (best.day.month, best.day.day):
        return moment(Stamp(best.day, when.time), source, clock)
    return moment(when, source, clock)


def _with_own_day(best: Moment, at: dt.datetime, others: Iterable[Moment | None]) -> Moment:
    """A moment `at` that is given in UTC, on the day that the page itself shows.

    Without the site's zone UTC says nothing of the newsroom's day. A later witness does that gives the same
    moment with an offset, or the day before or after where a newsroom from UTC-9 to UTC+7 had that day.
    """
    for other in others:
        if other is None:
            continue
        if other.at == at and other.local != best.local:
            return dataclasses.replace(best, day=other.day, local=other.local)
        if other.at is None and other.day == best.day:
            return best
        earlier = best.day - other.day == dt.timedelta(days=1) and at.hour < 9
        later = other.day - best.day == dt.timedelta(days=1) and at.hour >= 17
        if other.at is None and (earlier or later):
            return dataclasses.replace(best, day=other.day, local=other.local)
    return best


def modified(witnesses: Witnesses, clock: Clock, since: Moment | None) -> Moment | None:
    """When the page says that it was last changed; None where it does not, or says earlier than `since`.

    A later witness gives the time of the same day here too.
    """
    best: Moment | None = None
    for source, when in _modified(witnesses):
        found = _moment(when, source, clock, since)
        if found is None or (since is not None and not _not_before(found, since)):
            continue
        best = best or found
        if found.at is not None and found.day == best.day:
            return found
    return best


def _not_before(found: Moment, since: Moment) -> bool:
    if found.at and since.at:
        return found.at >= since.at
    return found.day >= since.day


def _published(witnesses: Witnesses, clock: Clock) -> _Said:
    yield from _for_machines(witnesses, clock)
    for when in _hinted(witnesses):
        yield "hint", when
    for found in find_stamps(witnesses.glued or "", witnesses.english)[:1]:
        yield "text", found.when
    visible = [one for one in witnesses.visible if not _is_page_clock(one.place, one.when, witnesses, clock)]
    said = [one.when for one in visible if not one.is_change]
    for when in said:
        if not isinstance(when, Yearless):
            yield "text", when
    if witnesses.feed:
        at = witnesses.feed.astimezone(dt.UTC)
        yield "feed", Stamp(at.date(), at.time(), dt.timedelta())
    if stamp := _url_day(witnesses.url, witnesses.english):
        yield "url", stamp
    for when in said:
        if isinstance(when, Yearless):
            yield "text", when
    # A reader dates by its last change a page that shows no other day.
    for one in visible:
        if one.is_change and isinstance(one.when, Stamp):
            yield "text", Stamp(one.when.day)
    for stamp in modified_stamps(witnesses.places, witnesses.heading, witnesses.english):
        yield "time", Stamp(stamp.day)


def _for_machines(witnesses: Witnesses, clock: Clock) -> Iterator[tuple[DateSource, Stamp]]:
    english, headline = witnesses.english, witnesses.heading
    if (value := witnesses.linked.published) and (stamp := read_value(value, english)):
        yield "jsonld", stamp
    for stamp in meta_stamps(witnesses.meta, english):
        yield "meta", stamp
    for place, stamp in time_stamps(witnesses.places, headline, english):
        if not _is_page_clock(place, stamp, witnesses, clock):
            yield "time", stamp
    for stamp in stated_times(witnesses.places, headline):
        yield "time", stamp


def _modified(witnesses: Witnesses) -> _Said:
    english = witnesses.english
    if (value := witnesses.linked.modified) and (stamp := read_value(value, english)):
        yield "jsonld", stamp
    for stamp in meta_stamps(witnesses.meta, english, modified=True):
        yield "meta", stamp
    for stamp in modified_stamps(witnesses.places, witnesses.heading, english):
        yield "time", stamp
    for one in witnesses.visible:
        if one.is_change:
            yield "text", one.when


def _is_page_clock(
    place: Place, when: Stamp | Relative | Yearless, witnesses: Witnesses, clock: Clock
) -> bool:
    """Is this the clock in the head of the page, that shows the day of the fetch?

    It stands before the headline, in no container with it.
    """
    if place.zone is not Zone.BEFORE and witnesses.heading is not None:
        return False
    shown = moment(when, "text", clock)
    if shown is None or shown.day < today(clock):
        return False
    return witnesses.heading is None or not shares_container(place.element, witnesses.heading)


def _hinted(witnesses: Witnesses) -> Iterator[_When]:
    """What the elements say that the site's hint names; date and time may be in two of them."""
    elements = select(witnesses.root, witnesses.hints.date_css)[:MAX_HINTED]
    for index, element in enumerate(elements):
        for value in (element.get("datetime"), element.get("content"), element.get("title")):
            if value and (stamp := read_value(value, witnesses.english)):
                yield stamp
        yield from attribute_stamps(element)
        text = text_of(element, MAX_HINT)
        said = list(dates_of(text, named=True, english=witnesses.english))
        yield from [when for when, is_change in said if not is_change][:1]
        # Dates of many elements are a list's: then a time alone is of who knows which.
        if not said and index < 2 and (time := read_clock(text)):
            yield time


def _url_day(url: str, english: bool) -> Stamp | None:
    match = _URL_DAY.search(url)
    if not match:
        return None
    year, month, day = (int(match[key] or match[f"{key}2"] or match[f"{key}3"]) for key in "ymd")
    if match["y3"] and (month > 12 or english):
        return None  # day and month may be either way round
    try:
        return Stamp(dt.date(year, month, day))
    except ValueError:
        return None
