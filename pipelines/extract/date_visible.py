"""Dates that a reader sees near the headline: of publication, and of changes where a label says so."""

import collections
import dataclasses
import datetime as dt
import re
from collections.abc import Iterator
from typing import TypeAlias

from lxml.html import HtmlElement

from .date_places import (
    LONGEST,
    Layout,
    Place,
    Zone,
    in_teaser,
    is_clock,
    is_date_named,
    is_modified_named,
    says_published,
    says_updated,
)
from .markup import names_of
from .stamps import (
    Found,
    Relative,
    Stamp,
    Yearless,
    find_stamps,
    find_yearless,
    is_only_date,
    is_only_yearless,
    read_clock,
)

When: TypeAlias = Stamp | Relative | Yearless

NEAR_BEFORE = 8
"""Texts before the headline in which its date is looked for."""
NEAR_AFTER = 25
"""Texts after the headline in which its date is looked for: author, share buttons and picture lie between."""
UNNAMED = 10
"""How many texts further away a date counts that is in no element named so."""
MAX_PLACES = 60
"""Texts of a page that are read for a date."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_SIGNS = frozenset("|/\\,;:·•–—-()[]")


@dataclasses.dataclass(frozen=True, slots=True)
class Visible:
    """A date that a reader sees."""

    when: When
    is_change: bool
    """A label says that the page was changed then."""
    place: Place


def visible_dates(places: Layout, headline: HtmlElement | None, english: bool) -> Iterator[Visible]:
    """Dates in elements named so, then in other short texts near the headline, the nearest first.

    Below the beginning of the text, where comments and lists of other articles are, a date counts only in an
    element named so that is the one of its kind and stands beside no other headline.
    """
    texts = places.texts
    near: list[tuple[int, int, bool]] = []
    kinds: collections.Counter[str] = collections.Counter()
    for index, place in enumerate(texts):
        before = texts[index - 1].text if index else ""
        named = is_date_named(place.element) or says_published(before)
        if not place.text or (place.zone is Zone.BELOW and not (named and _has_digit(place.text))):
            continue
        if named or (headline is not None and -NEAR_BEFORE <= place.at <= NEAR_AFTER):
            near.append((place.distance + UNNAMED * (not named), index, named))
            kinds[_kind(place)] += _has_digit(place.text)
    near.sort()
    for _, index, named in near[:MAX_PLACES]:
        place = texts[index]
        if _is_elsewhere(place, headline, kinds[_kind(place)] > 1):
            continue
        before = texts[index - 1].text if index else ""
        after = [following.text for following in texts[index + 1 : index + 3]]
        changed = _is_changed(place.element) or (says_updated(before) and not find_stamps(before))
        for when, is_change in dates_of(place.text, before, *after, named=named, english=english):
            yield Visible(when, is_change or changed, place)
            changed = False


def _has_digit(text: str) -> bool:
    return any(char.isdigit() for char in text)


def _kind(place: Place) -> str:
    parent = place.element.getparent()
    return f"{names_of(place.element)}/{names_of(parent) if parent is not None else ''}"


def _is_elsewhere(place: Place, headline: HtmlElement | None, is_one_of_many: bool) -> bool:
    """Does a date stand in a clock, among other articles, or among comments?"""
    if place.zone is Zone.HEAD and headline is not None:
        return is_one_of_many and in_teaser(place, headline)
    return (place.zone is Zone.BELOW and is_one_of_many) or is_clock(place) or in_teaser(place, headline)


def dates_of(
    text: str, before: str = "", *after: str, named: bool, english: bool
) -> Iterator[tuple[When, bool]]:
    """The dates of one text, each with whether a label says that the page was changed then.

    `before` and `after` are the texts around it: the time of a day may be alone in one of them, and its year
    in one of those after it. In a text that is not `named` a date, the dates must be all or most of it.
    """
    joined = f"{text} {after[0]}" if after and len(after[0]) <= 20 else text
    found = [one for one in find_stamps(joined, english) if one.start < len(text)]
    if found and not (named or _is_date_line(found, text)):
        return
    if "|" in text and len(found) > 1:
        # "A date | the article's date", unless the latter is that of a change.
        last = text.rindex("|")
        found = [
            one for one in found if one.start > last and not says_updated(text[last : one.start])
        ] or found
    seen = 0
    for one in found:
        label, seen = text[seen : one.start], one.end
        when = one.when
        if isinstance(when, Stamp) and when.time is None and len(found) == 1 and (time := read_clock(before)):
            when = dataclasses.replace(when, time=time)
        if isinstance(when, Relative) and not named and when.time is None:
            continue  # "Today" alone is a menu's word as well
        yield when, says_updated(label)
    if not found or isinstance(found[0].when, Relative):
        yearless = find_yearless(joined)
        if yearless and yearless.start < len(text):
            day = yearless.when
            if day.time is None and (time := read_clock(before)):
                day = dataclasses.replace(day, time=time)
            if named or (day.time and is_only_yearless(text)):
                yield _with_year(day, after), says_updated(text[: yearless.start])


def _with_year(day: Yearless, after: tuple[str, ...]) -> Stamp | Yearless:
    for text in after:
        if _YEAR.fullmatch(text):
            try:
                return Stamp(dt.date(int(text), day.month, day.day), day.time)
            except ValueError:
                return day
    return day


def _is_changed(element: HtmlElement) -> bool:
    parent = element.getparent()
    return is_modified_named(element) or (parent is not None and is_modified_named(parent))


def _is_date_line(found: list[Found], text: str) -> bool:
    """Is a text a date, or names and a date parted by a sign? "The vote is on 20 May 2022" is neither."""
    if is_only_date(text) or sum(one.end - one.start for one in found) >= len(text) / 2:
        return True
    if len(text) > LONGEST / 2:
        return False
    before, after = text[: found[0].start].rstrip(), text[found[0].end :].lstrip()
    return (not before or before[-1] in _SIGNS) and (not after or after[0] in _SIGNS)
