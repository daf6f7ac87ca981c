"""Dates that a page holds for machines: `<meta>`, `<time>`, microdata, Unix times in attributes."""

import collections
import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from .date_places import (
    LONGEST,
    Layout,
    Place,
    Zone,
    in_teaser,
    is_clock,
    is_modified_named,
    is_published_named,
    label_before,
    says_updated,
)
from .markup import names_of, text_of
from .stamps import Stamp, read_value

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
    "og:updated_time", "article:updated_time", "modified_time", "dcterms.modified", "dc.date.modified",
    "last-modified", "article.updated", "lastmod", "revised", "mediator_updated_time",
)  # fmt: skip
_META_NAME = re.compile(r"publi\w{2,6}[-_.: ]?(?:date|time|at|on)$|^published$|pub-?date$")

_ATTRIBUTE = re.compile(
    r"(?:data-)?(?:(?:raw|unix|epoch|utc|iso|article|post|news|content|item)[-_]?)*"
    r"(?:(?:publish\w{0,6}|publication|pub|creat\w{1,6}|posted)[-_]?(?:unix|utc)?(?:date|time|timestamp|at|on)?"
    r"|date|time|timestamp|datetime|unixtime|ts|timeago)"
)
_NOT_PUBLISHED = re.compile(r"modif|updat|edit|read|now|server")
_MACHINE = re.compile(
    r"1\d{9}(?:\d{3})?|(?:19|20)\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d.{0,20})?|(?:19|20)\d{6}T\d{4}.{0,8}"
)
"""A Unix time after 2001, or ISO 8601."""

MAX_VALUES = 60
"""Values of one kind that are read."""
NEAR = 25
"""Texts after the headline in which an attribute's time is the article's."""


_NUMBERS = re.compile(r"(?P<a>\d\d)[./-](?P<b>\d\d)[./-](?P<rest>\d{4}\b)")
"""A date in numbers, the day or the month first."""


def meta_stamps(meta: dict[str, list[str]], english: bool, *, modified: bool = False) -> Iterator[Stamp]:
    """Dates of publication, or of changes, that `<meta>` elements give; the best name first.

    Of names that only look like it, the earliest date goes first: publishing systems stamp each time that
    they put a page out anew.
    """
    listed = _META_MODIFIED if modified else _META_PUBLISHED
    yield from _read((value for name in listed for value in meta.get(name, ())), english)
    if not modified:
        named = (name for name in meta if _META_NAME.search(name) and name not in _META_PUBLISHED)
        values = [value for name in named for value in meta[name]]
        yield from sorted(_read(values, english), key=lambda stamp: stamp.day)


def _read(values: Iterable[str | None], english: bool) -> Iterator[Stamp]:
    for _, value in zip(range(MAX_VALUES), values, strict=False):
        if value and (stamp := read_value(value, english)):
            yield stamp


def time_stamps(places: Layout, headline: HtmlElement | None, english: bool) -> Iterator[tuple[Place, Stamp]]:
    """Dates of publication in `<time>` and microdata, with where they stand.

    First what is named as publication, then the nearest to the headline. Below the article's head a `<time>`
    counts only if it is the one of its kind.
    """
    named: list[Place] = []
    plain: list[Place] = []
    for place in places.elements:
        element = place.element
        if _property(element) in ("datePublished", "dateCreated"):
            named.append(place)
        elif element.tag == "time" and not _is_modified(element):
            is_named = element.get("pubdate") is not None or is_published_named(element)
            (named if is_named else plain).append(place)
    plain.sort(key=lambda place: place.distance)
    kinds = collections.Counter(names_of(place.element) for place in plain if place.zone is Zone.BELOW)
    plain = [place for place in plain if place.zone is not Zone.BELOW or kinds[names_of(place.element)] == 1]
    for place in (*named[:MAX_VALUES], *plain[:MAX_VALUES]):
        apart = place.zone is not Zone.HEAD or headline is None
        if not (apart and (in_teaser(place, headline) or is_clock(place))):
            for stamp in _read(_values(place.element), english):
                yield place, stamp


def stated_times(places: Layout, headline: HtmlElement | None) -> Iterator[Stamp]:
    """Times in attributes of elements right after the headline, then of those that hold it."""
    if headline is None:
        return
    for place in places.elements:
        if place.zone is Zone.HEAD and place.at <= NEAR:
            yield from attribute_stamps(place.element)
    for holder in headline.iterancestors():
        yield from attribute_stamps(holder)


def modified_stamps(places: Layout, headline: HtmlElement | None, english: bool) -> Iterator[Stamp]:
    """Dates of changes in `<time>` and microdata."""
    elements = [
        place
        for place in places.elements
        if _property(place.element) == "dateModified"
        or (place.element.tag == "time" and _is_modified(place.element))
    ]
    for place in elements[:MAX_VALUES]:
        element = place.element
        labelled = element.tag == "time" and says_updated(label_before(element))
        if place.zone is Zone.HEAD or labelled or not in_teaser(place, headline):
            yield from _read(_values(element), english)


def attribute_stamps(element: HtmlElement) -> Iterator[Stamp]:
    """Unix and ISO times in attributes such as `data-unixtime`, `rawdate` and `data-published`."""
    for name, value in element.attrib.items():
        if (
            value
            and len(value) <= 40
            and _MACHINE.fullmatch(value.strip())
            and _ATTRIBUTE.fullmatch(str(name).lower())
            and not _NOT_PUBLISHED.search(str(name).lower())
            and (stamp := read_value(value))
        ):
            yield stamp


def _values(element: HtmlElement) -> Iterator[str | None]:
    stated = element.get("datetime") or element.get("content")
    if element.tag == "meta":
        yield stated
        return
    shown = text_of(element, LONGEST)
    # Qafqazinfo: <time datetime="11.05.2026 | 22:55">05.11.2026 | 22:55</time>
    if stated and _is_swapped(stated, shown):
        yield shown
    yield stated
    yield shown


def _is_swapped(stated: str, shown: str) -> bool:
    """Does an attribute name the day that is shown with the month first?"""
    one, other = _NUMBERS.match(stated.strip()), _NUMBERS.match(shown.strip())
    return (
        one is not None
        and other is not None
        and one["rest"] == other["rest"]
        and one["a"] + one["b"] == other["b"] + other["a"]
    )


def _property(element: HtmlElement) -> str | None:
    return element.get("itemprop") or element.get("property")


def _is_modified(element: HtmlElement) -> bool:
    return is_modified_named(element) or (
        not is_published_named(element) and says_updated(label_before(element))
    )
