"""Where on a page dates stand: near the headline, in the page's head, below the text, in lists."""

import dataclasses
import enum
import itertools
import re
from collections.abc import Collection, Iterator

from lxml import etree
from lxml.html import HtmlElement

from ..clean.characters import one_line
from .markup import names_of, text_of

LONGEST = 120
"""Characters of a text that can be a date line."""
SMALL = 150
"""Characters of furniture that is looked at for a date all the same."""
BODY_BEGUN = 600
"""Characters of running text after the headline, a standfirst among them, that are no longer the article's
head."""
LONG = 60
"""Characters of a piece of text that count as running text."""
MENU = 6
"""Links between a date and the headline after it that make the one part of the page's head: breadcrumbs are
fewer, menus more."""
TEASER_TITLE = 32
"""Characters of a link that can be the headline of another article."""
MAX_LINKS = 40
"""Links, and parts of the page, that are looked at around a date."""
TEASER = 600
"""Characters of a block that holds one teaser or a few."""

_PUBLISHED_NAME = re.compile(r"publi|created|posted|entry-date|post-date|article-date|pubdate")
_DATE_NAME = re.compile(
    r"(?<![a-z])(?:date|time|timestamp|datetime|posted|published|submitted|pubdate|dateline|tarih)(?![a-z])"
)
_MODIFIED_NAME = re.compile(r"modif|updat|edited")
_CLOCK_NAME = re.compile(
    r"(?<![a-z])(?:clock|today|weather|currency|(?:top|header|site|head|current|now)[-_]?(?:date|time|day)|"
    r"(?:date|time)[-_]?(?:top|header|now))(?![a-z])"
)
_UPDATED = re.compile(
    r"upd(?:ated?)?\b|modified|edited|обновл|измен|жаңарт|өзгер|өзгөр|жаңыл|жангиланд|янгилан|yangilan|yenilən|"
    r"güncel|guncel|оновл|змінен|шинэчл|навсоз|üýtged|թարմաց|განახლ|reviewed"
)
_PUBLISHED = re.compile(
    r"(?:published|posted|released)\b|опубликов|размещен|дата публикации|жариялан|жарыялан|эълон|e'lon|"
    r"joylashtir|yayınlan|yayın tarihi|yayim tarihi|dərc|опублік|нийтэлсэн|нийтлэсэн|интишор|çap edil"
)
_TEXTLESS = frozenset(("script", "style", "title", "option", "noscript", "template"))
_PAGE_PARTS = frozenset(("nav", "footer", "header"))


class Zone(enum.IntEnum):
    """A part of the page, seen from the headline."""

    BEFORE = 0
    HEAD = 1
    """After the headline, until running text has begun; all of a page without a headline."""
    BELOW = 2


MAX_BELOW = 250
"""Texts that are looked at after running text has begun: the text, and what stands below it. Comments and
teasers follow."""


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """A short text of the page, or the place of an element."""

    element: HtmlElement
    text: str
    """One line; empty where it is too long for a date line."""
    zone: Zone
    at: int
    """Texts from the headline; negative before it."""

    @property
    def distance(self) -> int:
        """Texts from the headline; what stands before it is three times as far."""
        return self.at if self.at >= 0 else -3 * self.at


@dataclasses.dataclass(frozen=True, slots=True)
class Layout:
    """What stands on a page outside furniture, in its order."""

    texts: list[Place]
    elements: list[Place]
    """All in the article's head; elsewhere `<time>` and what has a property."""


def layout(root: HtmlElement, headline: HtmlElement | None, furniture: Collection[HtmlElement]) -> Layout:
    """Where everything on a page stands.

    What is parted from the headline after it by a menu is left out: there are clocks that show the time of
    the fetch. Small furniture after the headline stays: the date often stands in a bar of share buttons. So
    does what is named a date before it.
    """
    walk = _Walk(headline)
    inside = frozenset(headline.iter()) if headline is not None else frozenset[HtmlElement]()
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "end":
            if element is not root and (parent := element.getparent()) is not None and parent not in inside:
                walk.read(parent, element.tail)
        elif element in furniture and not _may_hold_date(element, walk.zone):
            walker.skip_subtree()
            walk.pass_links(sum(1 for _ in element.iter("a")))
        else:
            walk.enter(element)
            if element not in inside:
                walk.read(element, element.text)
            if walk.zone is Zone.BELOW and walk.is_far:
                break
    return walk.layout(inside)


class _Walk:
    """What was seen of a page so far."""

    def __init__(self, headline: HtmlElement | None) -> None:
        self._headline = headline
        self.zone = Zone.HEAD if headline is None else Zone.BEFORE
        self._texts: list[tuple[HtmlElement, str, Zone, int]] = []
        self._elements: list[tuple[HtmlElement, Zone, int, int]] = []
        self._headline_at = 0
        self._links = 0
        """Links before the headline."""
        self._running = 0
        """Characters of running text after it."""
        self._begun_at = 0
        """Texts before the running text had begun."""

    @property
    def is_far(self) -> bool:
        """Below the headline: is the article long over?"""
        return len(self._texts) > self._begun_at + MAX_BELOW

    def pass_links(self, count: int) -> None:
        self._links += count if self.zone is Zone.BEFORE else 0

    def enter(self, element: HtmlElement) -> None:
        if element is self._headline:
            self._headline_at, self.zone = len(self._texts), Zone.HEAD
        self.pass_links(int(element.tag == "a"))
        if (
            self.zone is Zone.HEAD
            or element.tag == "time"
            or element.get("itemprop")
            or element.get("property")
        ):
            self._elements.append((element, self.zone, len(self._texts), self._links))

    def read(self, element: HtmlElement, text: str | None) -> None:
        bare = text.strip() if text else ""
        if not bare or element.tag in _TEXTLESS:
            return
        if line := one_line(bare[: LONGEST + 1]):
            self._texts.append((element, line if len(line) <= LONGEST else "", self.zone, self._links))
        if self._headline is not None and self.zone is Zone.HEAD and len(bare) >= LONG:
            self._running += len(bare)
            if self._running >= BODY_BEGUN:
                self.zone, self._begun_at = Zone.BELOW, len(self._texts)

    def layout(self, inside: Collection[HtmlElement]) -> Layout:
        least = self._links - MENU if self._headline is not None else 0
        return Layout(
            [
                Place(element, text, zone, at - self._headline_at)
                for at, (element, text, zone, links) in enumerate(self._texts)
                if zone is not Zone.BEFORE or links > least
            ],
            [
                Place(element, "", zone, at - self._headline_at)
                for element, zone, at, links in self._elements
                if zone is not Zone.BEFORE or links > least or element in inside
            ],
        )


def _may_hold_date(furniture: HtmlElement, zone: Zone) -> bool:
    """Is it a bar below the headline, or a trail above it that ends in the date and is named so?"""
    if zone is Zone.BEFORE:
        return is_date_named(furniture) and len(text_of(furniture, 2 * SMALL)) <= SMALL
    return furniture.tag not in ("aside", "nav", "header") and len(text_of(furniture, 2 * SMALL)) <= SMALL


def is_date_named(element: HtmlElement) -> bool:
    """Is the element, or the one around it, named a date of publication?"""
    parent = element.getparent()
    if element.tag in ("time", "date"):
        return not _MODIFIED_NAME.search(names_of(element))
    names = names_of(element) + (f" {names_of(parent)}" if parent is not None else "")
    return bool(_DATE_NAME.search(names)) and not _MODIFIED_NAME.search(names)


def is_published_named(element: HtmlElement) -> bool:
    """Do class and id say that this is the date of publication?"""
    return bool(_PUBLISHED_NAME.search(names_of(element)))


def is_modified_named(element: HtmlElement) -> bool:
    """Do class and id say that this is the date of a change, and not of publication too?"""
    return bool(_MODIFIED_NAME.search(names_of(element))) and not is_published_named(element)


def says_published(text: str) -> bool:
    """Is the end of a text a label such as "Posted on"?"""
    return bool(_PUBLISHED.search(" ".join(text.lower().split()[-3:])))


def says_updated(text: str) -> bool:
    """Is the end of a text a label such as "Обновлено:"? Only its last words count."""
    return bool(_UPDATED.search(" ".join(text.lower().split()[-4:])))


def label_before(element: HtmlElement) -> str:
    """What stands right before an element or the one that holds only it: a text, or the element before."""
    for node in (element, *_ancestors(element, 1)):
        previous, parent = node.getprevious(), node.getparent()
        before = previous.tail if previous is not None else None if parent is None else parent.text
        if before and before.strip():
            return before.strip()[-LONGEST:]
        if previous is not None:
            return text_of(previous, LONGEST) if previous.tag not in ("time", "date") else ""
    return ""


def is_clock(place: Place) -> bool:
    """Is the element, or one of the two around it, named a clock, a weather box or the like?"""
    element: HtmlElement | None = place.element
    for _ in range(3):
        if element is None:
            return False
        if _CLOCK_NAME.search(names_of(element)):
            return True
        element = element.getparent()
    return False


def shares_container(element: HtmlElement, headline: HtmlElement) -> bool:
    """Does an element near `element` hold the headline too, and no menu or foot of the page?"""
    around = set(_ancestors(element, 4))
    for ancestor in _ancestors(headline, 3):
        if ancestor in around:
            return ancestor.tag not in ("body", "html") and not any(
                part is not ancestor and part.find(".//h1") is None
                for part in itertools.islice(ancestor.iter(*_PAGE_PARTS), MAX_LINKS)
            )
    return False


def in_teaser(place: Place, headline: HtmlElement | None) -> bool:
    """Does a date stand beside a link that can be another article's headline?"""
    holders = set() if headline is None else set(headline.iterancestors())
    title = TEASER_TITLE + len(place.text)  # where the link holds the date too
    around = [place.element, *_ancestors(place.element, 4)]
    for node in around:
        if node in holders or node.tag in ("body", "html", "article", "main"):
            return False
        if node.tag == "a" and node.get("href") and len(text_of(node, 2 * title)) >= title:
            return True
        links = itertools.islice((one for one in node.iterdescendants("a") if one not in around), MAX_LINKS)
        if any(len(text_of(link, 2 * TEASER_TITLE)) >= TEASER_TITLE for link in links):
            return len(text_of(node, 2 * TEASER)) <= TEASER
    return False


def _ancestors(element: HtmlElement, count: int) -> Iterator[HtmlElement]:
    for ancestor, _ in zip(element.iterancestors(), range(count), strict=False):
        yield ancestor
