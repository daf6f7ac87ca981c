"""Who wrote it, and which agency it came from: names as the page gives them."""

import functools
import itertools
import re
from collections.abc import Collection, Iterable, Iterator

from lxml.html import HtmlElement

from ..dedupe.fingerprint import plain_words
from .agencies import agency_of_line, agency_of_text
from .jsonld import LinkedData
from .markup import names_of, select, text_of
from .names import LABEL, MAX_TEXT, Names, read_names
from .stamps import is_only_date

MAX_BYLINE = 120
"""Characters of an element that shows the author and no more."""
MAX_NAMES = 500
"""Characters of a class or id that are looked at."""
MAX_NEAR = 40
"""Elements after the headline among which a name beside a date is an author's."""
MAX_MARKED = 200
"""Elements of a page marked as author that are looked at."""

_META = (
    "author",
    "article:author",
    "parsely-author",
    "dc.creator",
    "dcterms.creator",
    "sailthru.author",
    "byl",
)
_MARKED = re.compile(
    r"(?<![^\s_-])(?:byline|bylines|by-line|author|authors|authorname|autor|avtor|muallif|yazar|journalist|reporter)"
    r"(?![^\s_-])"
)
_ABOUT = re.compile(
    r"comment|avatar|image|img|photo|picture|(?<![^\s_-])(?:bio|desc|description|about|social|form|position|role|job|"
    r"box|follow|tagline|bookmark|widget|other)(?![^\s_-])|testimonial|pagination|related|quote"
)
"""What is said about an author, or by other people."""
_ASIDE = re.compile(
    r"comment|related|testimonial|pagination|bookmark|recommend|(?<![^\s_-])(?:teaser|summary-item|widget|sidebar|"
    r"read-more|latest|popular|card)(?![^\s_-])"
)
"""Around what belongs to other texts."""
_NAME = re.compile(r"(?:author|byline)[-_]{0,2}name|vcard|(?<!\S)(?:author|byline)(?!\S)")
"""What holds a name and no more: there it may be a single word."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SHOWN_IN = (
    "a",
    "span",
    "address",
    "div",
    "p",
    "li",
    "td",
    "strong",
    "b",
    "em",
    "i",
    "small",
    "cite",
    "h4",
    "h5",
    "h6",
)


def find_authors(
    root: HtmlElement,
    linked: LinkedData,
    meta: dict[str, list[str]],
    site_names: list[str],
    css: str | None,
    headline: HtmlElement | None = None,
    outside: Collection[HtmlElement] = (),
) -> Names:
    """Names of the authors, and the agency that stands among them; empty where the page names none.

    The site's own hint first, then JSON-LD, elements marked as author or labelled so ("By Aigul Serik"), and
    meta. Never the newsroom or the site itself. Of what is shown, the first after `headline` and what stands
    with it, not in `outside`: further down are the authors of other texts.
    """
    by_meta = read_names((name for key in _META for name in meta.get(key, ())), site_names)
    agency = None
    for found in _places(root, linked, site_names, css, headline, outside, by_meta):
        agency = agency or found.agency
        if found.people:
            # What is shown may be written together with a role: "Aigul SerikTravel".
            whole = (
                next((said for said in by_meta.people if name.startswith(said)), name)
                for name in found.people
            )
            return Names(list(dict.fromkeys(whole)), agency)
    return Names([], agency)


def _places(
    root: HtmlElement,
    linked: LinkedData,
    own: list[str],
    css: str | None,
    headline: HtmlElement | None,
    outside: Collection[HtmlElement],
    by_meta: Names,
) -> Iterator[Names]:
    """What each place says of the authors, the best first; the later ones are seldom needed."""
    yield read_names((text_of(element, MAX_TEXT) for element in select(root, css)), own)
    yield read_names((author.name for author in linked.authors if not author.is_organization), own)
    yield read_names((author.name for author in linked.authors if author.is_organization), own, whole=True)
    yield _shown(root, own, headline, outside)
    yield by_meta


def find_agency(
    linked: LinkedData,
    blocks: list[str],
    removed: Iterable[str],
    site_names: list[str],
    byline: str | None = None,
) -> str | None:
    """The news agency that the page names as its source; None where it names none, or is the agency itself.

    JSON-LD's `sourceOrganization`, the agency that stands where the author does (`byline`), a line such as
    "Источник: ТАСС" that was taken out of the text, or an attribution in the first two or the last paragraph.
    """
    own = " ".join(plain_words(name) for name in site_names)
    told = (*map(agency_of_line, removed), *map(agency_of_text, (*blocks[:2], *blocks[2:][-1:])))
    found = next(filter(None, (linked.agency, byline, *told)), None)
    return found if found and plain_words(found) not in own else None


def _shown(
    root: HtmlElement, own: list[str], headline: HtmlElement | None, outside: Collection[HtmlElement]
) -> Names:
    """The names of the first elements after the headline that show an author."""
    found: list[tuple[int, HtmlElement, Names]] = []
    for rank, element in itertools.islice(_marked(root, headline, outside), MAX_MARKED):
        text = text_of(element, MAX_BYLINE)
        named = element.get("rel") == "author" or element.get("itemprop") is not None
        if 1 < len(text) <= MAX_BYLINE:
            alone = bool(_NAME.search(names_of(element)) or LABEL.match(text))
            names = read_names([text], own, least=0 if named else 1 if alone else 2)
            if names.people or names.agency or names.nobody:
                found.append((rank, element, names))
    least = min((rank for rank, _, _ in found), default=0)
    best = [(element, names) for rank, element, names in found if rank == least]
    around = {ancestor for element, _ in best for ancestor in element.iterancestors()}
    inner = [(element, names) for element, names in best if element not in around]
    if not inner:
        return Names()
    first = inner[0][0]
    near = set(itertools.islice(first.iterancestors(), 3))
    people: dict[str, None] = {}
    agency = None
    for element, names in inner:
        alike = (element.tag, element.get("class")) == (first.tag, first.get("class"))
        if element is first or (alike and not near.isdisjoint(itertools.islice(element.iterancestors(), 3))):
            people |= dict.fromkeys(names.people)
            agency = agency or names.agency
    return Names(list(people), agency)


def _marked(
    root: HtmlElement, headline: HtmlElement | None, outside: Collection[HtmlElement]
) -> Iterator[tuple[int, HtmlElement]]:
    """Elements that may show an author, and how likely: 0 is best.

    0 are those marked or labelled so after the headline, 1 those there that stand beside the date or are set
    as a signature, 2 those before it.
    """
    skipped: set[HtmlElement] = set()
    after = headline is None
    near = 0
    around = set() if headline is None else set(headline.iterancestors())
    for element in root.iter():
        after = after or element is headline
        tag = element.tag
        if element in around or tag in ("html", "body"):
            continue
        if element.getparent() in skipped or element in outside:
            skipped.add(element)
            continue
        aside, marked = _kind(element.get("class", "")[:MAX_NAMES], element.get("id", "")[:MAX_NAMES])
        if aside:
            skipped.add(element)
            continue
        near += after
        if tag not in _SHOWN_IN:
            continue
        if marked or _is_marked(element):
            yield 0 if after else 2, element
        elif after and (_is_signature(element) or (near <= MAX_NEAR and _is_beside_date(element))):
            yield 1, element


@functools.lru_cache(maxsize=8192)
def _kind(classes: str, identifier: str) -> tuple[bool, bool]:
    """By class and id: does it belong to other texts, does it show an author? Pages repeat few of them."""
    if not classes and not identifier:
        return False, False
    names = _CAMEL.sub("-", f"{classes} {identifier}").lower()
    marked = bool(_MARKED.search(names))
    return bool(_ASIDE.search(names)) and not marked, marked and not _ABOUT.search(names)


def _is_marked(element: HtmlElement) -> bool:
    if element.get("rel") == "author" or "author" in (element.get("itemprop") or "").split():
        return True
    text = (element.text or "").strip()[:40]
    return len(text) > 1 and bool(LABEL.match(f"{text} x"))


def _is_signature(element: HtmlElement) -> bool:
    """Is it set to the right, as a signature below a text is?"""
    style = element.get("style", "")[:MAX_NAMES].replace(" ", "").lower()
    right = element.get("align", "").lower() == "right" or "text-align:right" in style
    return right and element.tag in ("p", "div")


def _is_beside_date(element: HtmlElement) -> bool:
    """Does the date stand just before or after it, in a line of a few words?"""
    return element.tag in ("span", "a", "div", "li", "p") and any(
        sibling is not None and is_only_date(text_of(sibling, MAX_BYLINE))
        for sibling in (element.getprevious(), element.getnext())
    )
