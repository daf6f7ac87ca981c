"""The headline, without the site's name and without a date.

A page names itself up to five times: `<h1>`, og:title, twitter:title, JSON-LD, `<title>`. The last four carry
the site's name or are cut for search engines; there may be several `<h1>`, of which one is the logo. What a
reader sees is the `<h1>` that agrees with the others; where none does, the others speak, or the page's
address, which is made from the headline (`docs/decisions/0014-title.md`). On 324 saved pages the right `<h1>`
was the title 82 times in 100, og:title 61, JSON-LD 34, `<title>` 24.
"""

import dataclasses
import html
import itertools
import re

from lxml.html import HtmlElement

from ..clean.characters import one_line
from ..dedupe.fingerprint import plain_words
from ..urls import host_of
from .jsonld import LinkedData
from .markup import names_of, select, text_of, text_pieces
from .slug import is_spelled
from .stamps import find_stamp, is_only_date

MAX_TITLE = 300
"""Characters of a headline; longer ones are a paragraph in the wrong place."""
MAX_HEADINGS = 100
"""Headings of one kind that are looked at; the most `<h1>` on 555 pages are 48."""
MIN_AGREEMENT = 0.3
"""Share of words that an `<h1>` must have in common with another title to be the headline."""
_SEPARATOR = re.compile(r"\s+[|–—\-:·•»«/]+\s+|\s?[|»]\s?|:\s+")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
MAX_PIECES = 12
"""Texts of elements within one heading that are tried without each other."""
_HEADINGS = ("h2", "h3", "div", "span", "p")
_NAMED = re.compile(
    r"(?<![^\s_-])(?:article|news|post|entry|story|material|page|topic)(?:-|_|__|-detail-|_detail_)"
    r"(?:title|headline|heading)(?![^\s_-])"
)
_ADDRESS = re.compile(r"\shttps?://\S{1,2000}$")
_LEADING = re.compile(r"^[#*\s]+(?=\w)")


@dataclasses.dataclass(frozen=True, slots=True)
class Title:
    """The headline and what was found with it."""

    text: str | None
    element: HtmlElement | None
    """The headline's element, where it is in the page."""
    glued: str | None
    """A date that stood at its end."""


_FONTS = ("b", "strong", "font", "big", "center", "td", "p", "div", "span")
MIN_TITLE_WORDS = 3
"""Words of the shortest title that is looked for in elements that are no heading."""


def find_title(
    root: HtmlElement,
    linked: LinkedData,
    meta: dict[str, list[str]],
    site_names: list[str],
    css: str | None,
    url: str,
) -> Title:
    """The headline of the page at `url`. `site_names` are names of its site; `css` is the site's hint."""
    for element in select(root, css):
        if text := text_of(element, 2 * MAX_TITLE):
            return _finished(text, element)
    # A site_name that repeats the headline is no name.
    said = {plain_words(text) for text in meta.get("og:title", ())}
    site_names = [name for name in site_names if plain_words(name) not in said]
    references = _references(root, linked, meta, site_names)
    best: tuple[tuple[float, float], str, HtmlElement] | None = None
    for element in itertools.islice(root.iter("h1"), MAX_HEADINGS):
        text = _unescaped(text_of(element, 2 * MAX_TITLE))
        if not text or _is_paragraph(text) or _is_name(text, site_names):
            continue
        agreements = [_agreement(text, other) for other in references]
        # Two `<h1>` may be the headline and its short form, each said elsewhere: what is said more often.
        rank = (max(agreements, default=0.0), sum(agreements))
        if best is None or rank > best[0]:
            best = (rank, text, element)
    if best and (best[0][0] >= MIN_AGREEMENT or not references):
        return _own_part(_finished(best[1], best[2]), references, _headlines(linked, meta, site_names), url)
    said_most = _most_shared(references) if references else None
    heading = _shown(root, said_most)
    if heading is not None:
        return _finished(text_of(heading, 2 * MAX_TITLE), heading)
    if said_most:
        return _finished(said_most, best[2] if best else None)
    return Title(None, None, None)


def site_names(meta: dict[str, list[str]], linked: LinkedData, publisher: str | None, url: str) -> list[str]:
    """Names that the site may go by: og:site_name, publisher, host and the longer labels of it."""
    host = (host_of(url) or "").removeprefix("www.").partition(":")[0]
    labels = [label for label in host.split(".")[:-1] if len(label) > 3]
    names = [*meta.get("og:site_name", ()), *meta.get("application-name", ()), linked.publisher, publisher]
    return [name for name in [*names, host, *labels] if name]


def _references(
    root: HtmlElement, linked: LinkedData, meta: dict[str, list[str]], names: list[str]
) -> list[str]:
    """The other titles, without the site's name: one for each place that says it."""
    title = root.find(".//title")
    said = [*meta.get("og:title", ())[:1], *meta.get("twitter:title", ())[:1], linked.headline]
    said.append(text_of(title, 2 * MAX_TITLE) if title is not None else None)
    cleaned = (strip_site(_unescaped(text), names) for text in said if text)
    return [text for text in cleaned if text and not _is_name(text, names)]


def _headlines(linked: LinkedData, meta: dict[str, list[str]], names: list[str]) -> list[str]:
    """What is called the headline in so many words: in JSON-LD, or where it has none, by og:title.

    Not `<title>`: who words it for search engines words the address so too.
    """
    said = [linked.headline] if linked.headline else meta.get("og:title", ())
    return [strip_site(_unescaped(text), names) for text in said]


def _unescaped(text: str) -> str:
    """`text` without entities that were escaped twice: "Python &amp;#x26; AI" in the markup."""
    return one_line(html.unescape(text)) if "&" in text else text


def _most_shared(references: list[str]) -> str:
    """The title that most of the others say too, alone or with more before or after a separator.

    "Headline" of "Headline - Some Site", where one place says it without; else the first.
    """
    parts = [_parts(text) for text in references]
    return max(references, key=lambda text: sum(plain_words(text) in said for said in parts))


def _parts(title: str) -> set[str]:
    """The words of a title, and of its beginnings and ends at separators."""
    cuts = list(itertools.islice(_SEPARATOR.finditer(title), 10))
    ends = (title[: cut.start()] for cut in cuts)
    return {plain_words(part) for part in (title, *ends, *(title[cut.end() :] for cut in cuts))}


def strip_site(title: str, names: list[str]) -> str:
    """`title` without the site's name at its end or beginning: `Headline | Site`, `Site: Headline`."""
    known = [plain_words(name) for name in names]
    for _ in range(3):  # section and site: "Headline: World: Lenta.ru"
        cuts = list(_SEPARATOR.finditer(title))
        if not cuts:
            return title
        last, first = cuts[-1], cuts[0]
        if _is_known(title[last.end() :], known):
            title = title[: last.start()].strip()
        elif _is_known(title[: first.start()], known):
            title = title[first.end() :].strip()
        else:
            return title
    return title


def _is_known(part: str, known: list[str]) -> bool:
    words = plain_words(part)
    return bool(words) and any(words == name or (len(name) > 3 and _covers(words, name)) for name in known)


def _covers(words: str, name: str) -> bool:
    """Is a title's part the site's name with a few more words, or written together with them?"""
    count = len(words.split())
    if count <= 6 and f" {name} " in f" {words} ":
        return True
    one, other = sorted((words.replace(" ", ""), name.replace(" ", "")), key=len)
    return count <= 4 and len(one) > 3 and one in other and len(one) >= 0.6 * len(other)


def _is_name(text: str, names: list[str]) -> bool:
    return _is_known(text, [plain_words(name) for name in names])


def _agreement(one: str, other: str) -> float:
    """Share of words that two titles have in common (Dice's coefficient)."""
    left, right = plain_words(one).split(), plain_words(other).split()
    if left == right:
        return 1.0
    if _UNSPACED.search(one):  # a script without spaces: characters instead of words
        left, right = list("".join(left)), list("".join(right))
    common = len(set(left) & set(right))
    return 2 * common / max(len(set(left)) + len(set(right)), 1)


def _is_paragraph(text: str) -> bool:
    """Is this `<h1>` the first paragraph, set as a heading?"""
    return len(text) > MAX_TITLE or (len(text) > MAX_TITLE / 2 and text.endswith("."))


def _own_part(title: Title, references: list[str], headlines: list[str], url: str) -> Title:
    """An `<h1>`; its part where elements inside add a standfirst or a kicker; or what the address spells."""
    text = title.text or ""
    words = plain_words(text)
    for other in headlines:
        # An `<h1>` that says more than the others has a kicker in front, which belongs to it.
        longer = f" {plain_words(other)} " in f" {words} "
        if not longer and is_spelled(other, text, url):
            return _finished(other, title.element)
    said = {plain_words(other) for other in references}
    if words in said or title.element is None:
        return title
    parts = (part for part in _ends(title.element) if plain_words(part) in said)
    return dataclasses.replace(title, text=next(parts, text))


def _ends(heading: HtmlElement) -> list[str]:
    """A heading's text without its last or first elements: standfirsts, counters, labels, kickers."""
    pieces = [piece for piece in text_pieces(heading) if piece.strip()][:MAX_PIECES]
    cuts = range(len(pieces) - 1, 0, -1)
    parts = [*("".join(pieces[:at]) for at in cuts), *("".join(pieces[-at:]) for at in cuts)]
    return [part.strip(" ,.|/–—-:") for part in map(one_line, parts)]


def _shown(root: HtmlElement, title: str | None) -> HtmlElement | None:
    """The element that shows the headline where no `<h1>` does.

    A heading, or what is named a headline, that says most of the other title: all of it, or up to or from a
    separator. Where there is no other title, the first that the markup calls a headline.
    """
    parts = _parts(title or "")
    least = len(plain_words(title or "")) / 2
    seen = 0
    for element in root.iter(*_HEADINGS):
        named = _is_headline(element)
        if not named and element.tag not in ("h2", "h3"):
            continue
        seen += 1
        if seen > MAX_HEADINGS:
            break
        text = text_of(element, 2 * MAX_TITLE)
        words = plain_words(text)
        if not words or len(text) > MAX_TITLE:
            continue
        if (words in parts and len(words) >= least) if title else named:
            return element
    return _in_bold(root, title) if title else None


def _in_bold(root: HtmlElement, title: str) -> HtmlElement | None:
    """The first element whose own text is the title, word by word: old pages set headlines by font alone."""
    words = plain_words(title)
    if len(words.split()) < MIN_TITLE_WORDS:
        return None
    for element in root.iter(*_FONTS):
        text = element.text or ""
        if len(words) <= len(text) <= 2 * len(words) + MAX_PIECES and plain_words(text) == words:
            return element
    return None


def _is_headline(element: HtmlElement) -> bool:
    """Does the markup call this element the page's headline?"""
    return "headline" in (element.get("itemprop") or "").split() or bool(_NAMED.search(names_of(element)))


def _finished(text: str, element: HtmlElement | None) -> Title:
    text = _ADDRESS.sub("", _LEADING.sub("", one_line(text)))
    glued = None
    children = itertools.islice(element.iterdescendants(), MAX_HEADINGS) if element is not None else ()
    for part in (*(text_of(child, MAX_TITLE) for child in children), *_written_date(text)):
        if part and text.endswith(part) and len(part) + 10 < len(text) and is_only_date(part):
            text, glued = text.removesuffix(part).rstrip(" ,.|/-–—("), part
            break
    return Title(text[:MAX_TITLE] or None, element, glued)


def _written_date(text: str) -> list[str]:
    """A date with a time that ends a title. A date alone may belong to the headline: "… from 5 May 2020"."""
    found = find_stamp(text)
    end = text[found.start :] if found else ""
    return [end] if ":" in end else []
