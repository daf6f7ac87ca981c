"""When a page was published and last changed: where it says so, how exactly, and in which zone.

Witnesses are asked in a fixed order: JSON-LD, meta, `<time>`, the site's own hint, text near the headline,
the feed, the address. The first believable one gives the day. If it knows the day only, the first later
witness that knows a time of the same day gives the moment.
"""

import dataclasses
import datetime as dt
import re
from collections.abc import Collection, Iterator

from lxml import etree
from lxml.html import HtmlElement

from ..article import DateSource, ExtractionHints
from ..clean.characters import one_line
from .jsonld import LinkedData
from .markup import names_of, select, text_of
from .moments import Clock, Moment, moment
from .stamps import Found, Relative, Stamp, find_stamp, is_only_date, read_value

_META_PUBLISHED = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "pubdate",
    "publishdate", "publish-date", "publish_date", "publication_date", "article.published", "published_time",
    "parsely-pub-date", "sailthru.date", "article_date_original", "cxenseparse:recs:publishtime",
    "mediator_published_time", "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created",
    "dc.date", "dcterms.date", "date", "datecreated", "bt:pubdate", "originalpublicationdate",
    "article.created", "rnews:datepublished", "weibo:article:create_at", "og:release_date", "created",
)  # fmt: skip
_META_MODIFIED = (
    "article:modified_time", "og:modified_time", "og:article:modified_time", "datemodified",
    "og:updated_time",
    "article:updated_time", "modified_time", "dcterms.modified", "dc.date.modified", "last-modified",
    "article.updated", "lastmod", "revised",
)  # fmt: skip
_META_NAME = re.compile(r"publi\w{2,6}[-_.: ]?(?:date|time|at|on)$|^published$|pub-?date$")
_PUBLISHED_NAME = re.compile(r"publi|created|posted|entry-date|post-date|article-date|pubdate")
_DATE_NAME = re.compile(
    r"(?<![a-z])(?:date|time|timestamp|datetime|posted|published|submitted|pubdate)(?![a-z])"
)
_MODIFIED_NAME = re.compile(r"modif|updat|edited")
_URL_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([/-])(\d\d?)\2(\d\d?)(?!\d)|(?<=/)((?:19|20)\d\d)([01]\d)([0-3]\d)(?=[/_-])"
)

_TEXTLESS = frozenset(("script", "style", "title", "option", "noscript"))

_SIGNS = frozenset("|/\\,;:·•–—-()[]")

NEAR_BEFORE = 8
"""Texts before the headline in which its date is looked for."""
NEAR_AFTER = 25
"""Texts after the headline in which its date is looked for: author, share buttons and picture lie between."""
MAX_VALUES = 60
"""Elements of one kind that are read for a date."""
UNNAMED = 10
"""How many texts further away a date counts that is in no element named so."""
SMALL = 150
"""Characters of furniture that is looked at for a date all the same."""
LONGEST = 120
"""Characters of a text that can be a date line."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
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


def published(witnesses: Witnesses, clock: Clock) -> Moment | None:
    """When the page was published; None where nothing believable says so."""
    best: Moment | None = None
    said = (moment(when, source, clock) for source, when in _published(witnesses))
    for found in said:
        if found is None:
            continue
        if best is None:
            best = found
        if found.at is not None and found.day == best.day:
            best = found
            break
    if best and best.at and clock.zone is None and best.at.isoformat(timespec="minutes") == best.local:
        return _with_own_day(best, best.at, said)
    return best


def _with_own_day(best: Moment, at: dt.datetime, others: Iterator[Moment | None]) -> Moment:
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
    """When the page says that it was last changed; None where it does not, or says earlier than `since`."""
    for source, when in _modified(witnesses):
        found = moment(when, source, clock)
        if found and (since is None or _not_before(found, since)):
            return found
    return None


def _not_before(found: Moment, since: Moment) -> bool:
    if found.at and since.at:
        return found.at >= since.at
    return found.day >= since.day


_Said = Iterator[tuple[DateSource, Stamp | Relative]]


def _published(witnesses: Witnesses) -> _Said:
    values: list[tuple[DateSource, str | None]] = [("jsonld", witnesses.linked.published)]
    named = [name for name in witnesses.meta if _META_NAME.search(name) and name not in _META_PUBLISHED]
    values += [
        ("meta", value) for name in (*_META_PUBLISHED, *named) for value in witnesses.meta.get(name, ())
    ]
    values += [("time", value) for value in _time_values(witnesses)]
    for source, value in values[: 3 * MAX_VALUES]:
        if value and (stamp := read_value(value)):
            yield source, stamp
    for element in select(witnesses.root, witnesses.hints.date_css)[:MAX_VALUES]:
        if when := _in_element(element, witnesses.english):
            yield "hint", when
    for when in _near_headline(witnesses):
        yield "text", when
    if witnesses.feed:
        at = witnesses.feed.astimezone(dt.UTC)
        yield "feed", Stamp(at.date(), at.time(), dt.timedelta())
    if stamp := _url_day(witnesses.url):
        yield "url", stamp


def _modified(witnesses: Witnesses) -> _Said:
    values: list[tuple[DateSource, str | None]] = [("jsonld", witnesses.linked.modified)]
    values += [("meta", value) for name in _META_MODIFIED for value in witnesses.meta.get(name, ())]
    values += [
        ("time", element.get("datetime") or element.get("content"))
        for element in witnesses.root.iter("time", "span", "abbr", "meta")
        if element.get("itemprop") == "dateModified" or (element.tag == "time" and _is_modified(element))
    ]
    for source, value in values[: 3 * MAX_VALUES]:
        if value and (stamp := read_value(value)):
            yield source, stamp


def _is_modified(element: HtmlElement) -> bool:
    names = names_of(element)
    return bool(_MODIFIED_NAME.search(names)) and not _PUBLISHED_NAME.search(names)


def _time_values(witnesses: Witnesses) -> list[str]:
    """Values of `<time>` and microdata: what is named as publication, then the nearest to the headline."""
    named: list[str] = []
    plain: list[tuple[int, str]] = []
    headline_at = 0
    for at, element in enumerate(_outside(witnesses)):
        if element is witnesses.headline:
            headline_at = at
        value = element.get("datetime") or element.get("content")
        if (element.get("itemprop") or element.get("property")) in ("datePublished", "dateCreated"):
            named.append(value or text_of(element, LONGEST))
        elif element.tag == "time" and not _is_modified(element):
            value = value or text_of(element, LONGEST)
            if element.get("pubdate") is not None or _PUBLISHED_NAME.search(names_of(element)):
                named.append(value)
            else:
                plain.append((at, value))
    # What follows the headline is nearer than what stands as far before it.
    plain.sort(key=lambda item: _distance(item[0], headline_at))
    return (named + [value for _, value in plain])[:MAX_VALUES]


def _outside(witnesses: Witnesses) -> Iterator[HtmlElement]:
    """Elements in document order, without those in furniture.

    Small furniture after the headline stays: the date often stands in a bar of share buttons or of tags. What
    stands before the headline does not: there are clocks that show the time of the fetch.
    """
    after_headline = False
    walker = etree.iterwalk(witnesses.root, events=("start",))
    for _, element in walker:
        after_headline = after_headline or element is witnesses.headline
        if element in witnesses.furniture and not (after_headline and _may_hold_date(element)):
            walker.skip_subtree()
        else:
            yield element


def _may_hold_date(furniture: HtmlElement) -> bool:
    return furniture.tag not in ("aside", "nav", "header") and len(text_of(furniture, 2 * SMALL)) <= SMALL


def _in_element(element: HtmlElement, english: bool) -> Stamp | Relative | None:
    for value in (element.get("datetime"), element.get("content"), element.get("title")):
        if value and (stamp := read_value(value)):
            return stamp
    found = find_stamp(text_of(element, 10 * LONGEST), english)
    return found.when if found else None


def _near_headline(witnesses: Witnesses) -> Iterator[Stamp | Relative]:
    """A date glued to the title; dates in elements named so, then in other short texts near the headline."""
    if witnesses.glued and (found := find_stamp(witnesses.glued, witnesses.english)):
        yield found.when
    texts, headline_at = _texts(witnesses)
    near = [
        at
        for at, (text, named) in enumerate(texts)
        if (named or -NEAR_BEFORE <= at - headline_at <= NEAR_AFTER) and len(text) <= LONGEST
    ]
    near.sort(key=lambda at: _distance(at, headline_at) + UNNAMED * (not texts[at][1]))
    for at in near[:MAX_VALUES]:
        text, named = texts[at]
        # The time may stand in an element of its own: "21 fevral 2026" | "17:44".
        following = texts[at + 1][0] if at + 1 < len(texts) else ""
        found = find_stamp(f"{text} {following}" if len(following) <= 20 else text, witnesses.english)
        if found and found.start < len(text) and (named or _is_date_line(found, text)):
            if isinstance(found.when, Relative) and not named and found.when.time is None:
                continue  # "Today" alone is a menu's word as well
            yield found.when


def _is_date_line(found: Found, text: str) -> bool:
    """Is a text a date, or names and a date parted by a sign? "The vote is on 20 May 2022" is neither."""
    if is_only_date(text) or found.end - found.start >= len(text) / 2:
        return True
    if len(text) > LONGEST / 2:
        return False
    before, after = text[: found.start].rstrip(), text[found.end :].lstrip()
    return (not before or before[-1] in _SIGNS) and (not after or after[0] in _SIGNS)


def _distance(at: int, headline_at: int) -> int:
    """How far a place is from the headline; what stands before it is three times as far."""
    return at - headline_at if at >= headline_at else 3 * (headline_at - at)


def _texts(witnesses: Witnesses) -> tuple[list[tuple[str, bool]], int]:
    """The texts of a page outside furniture, each with whether it is named a date, and the headline's place.

    Texts that are too long for a date line are there as empty strings. Without a headline its place is 0.
    """
    texts: list[tuple[str, bool]] = []
    headline_at = 0
    inside = set(witnesses.headline.iter()) if witnesses.headline is not None else set()
    for element in _outside(witnesses):
        if element is witnesses.headline:
            headline_at = len(texts)
        if element not in inside and element.tag not in _TEXTLESS and element.text:
            texts += [(line, _is_date_named(element)) for line in _short(element.text)]
        if element.tail and (element not in inside or element is witnesses.headline):
            parent = element.getparent()
            texts += [(line, parent is not None and _is_date_named(parent)) for line in _short(element.tail)]
    return texts, headline_at


def _is_date_named(element: HtmlElement) -> bool:
    """Is the element, or the one around it, named a date of publication?"""
    parent = element.getparent()
    names = names_of(element) + (f" {names_of(parent)}" if parent is not None else "")
    return bool(_DATE_NAME.search(names)) and not _MODIFIED_NAME.search(names)


def _short(text: str | None) -> list[str]:
    """The beginning of a text as one line, in a list; nothing for white space."""
    line = one_line(text.strip()[: LONGEST + 1]) if text else ""
    return [line] if line else []


def _url_day(url: str) -> Stamp | None:
    match = _URL_DAY.search(url)
    if not match:
        return None
    year, month, day = match.group(1, 3, 4) if match[1] else match.group(5, 6, 7)
    try:
        return Stamp(dt.date(int(year), int(month), int(day)))
    except ValueError:
        return None
