"""One parsed tree a page, and how text and elements are taken out of it."""

import functools
import re
from collections.abc import Iterator

from cssselect import SelectorError
from lxml import etree, html
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from ..clean.characters import one_line
from ..errors import UsageError

UNSEEN = frozenset(("script", "style", "noscript", "template", "svg", "iframe", "select", "textarea"))
"""Elements whose text a reader does not see."""
_INLINE_NAMES = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark nobr q s samp small span "
    "strike strong sub sup tt u var wbr"
)
INLINE = frozenset(_INLINE_NAMES.split())
"""Elements that do not part words."""
_MAX_NAMES = 1_000
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def parse(text: str) -> HtmlElement | None:
    """The tree of an HTML page, or None where there is no element in it. Never raises.

    No network, no entity of the page's own. `huge_tree` lets elements nest deeper than 256, where the parser
    would drop the rest of the page without a word; `limits.tree_excess` then refuses it.
    """
    parser = html.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        no_network=True,
        huge_tree=True,
    )
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser, ensure_head_body=True)
    except etree.LxmlError:  # an empty document
        return None


@functools.lru_cache(maxsize=1024)
def _selector(css: str) -> CSSSelector:
    try:
        return CSSSelector(css, translator="html")
    except (SelectorError, etree.XPathError) as error:
        raise UsageError(f"not a CSS selector: {css!r}: {error}") from error


def check_selector(css: str) -> None:
    """Raise UsageError unless `css` is a selector that `select` takes."""
    _selector(css)


def select(root: HtmlElement, css: str | None) -> list[HtmlElement]:
    """Elements below `root` that match the selector, in document order; none for None.

    Raises UsageError for what is no selector: `check_selector` tells that before a run.
    """
    if not css:
        return []
    found = _selector(css)(root)
    return [element for element in found if isinstance(element, HtmlElement)]


def text_pieces(element: HtmlElement) -> Iterator[str]:
    """The texts that a reader sees in `element`, with a space where a block or line break parts words."""
    skipped = 0
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            skipped += node.tag in UNSEEN
            if not skipped:
                yield "" if node.tag in INLINE else " "
                yield node.text or ""
            continue
        skipped -= node.tag in UNSEEN
        if not skipped and node is not element:
            yield "" if node.tag in INLINE else " "
            yield node.tail or ""


def text_of(element: HtmlElement, limit: int = 20_000_000) -> str:
    """The text that a reader sees in `element`, as one clean line, of at most about `limit` characters.

    A limit keeps what looks for short texts from reading a page once for each level of its nesting.
    """
    pieces: list[str] = []
    length = 0
    for piece in text_pieces(element):
        pieces.append(piece)
        length += len(piece)
        if length > limit:
            break
    return one_line("".join(pieces)[: limit + 1])


def names_of(element: HtmlElement) -> str:
    """Class and id of an element, lower case, camelCase parted by hyphens: `postBody` gives `post-body`."""
    return _names(element.get("class", "")[:_MAX_NAMES], element.get("id", "")[:_MAX_NAMES])


@functools.lru_cache(maxsize=8192)
def _names(classes: str, identifier: str) -> str:
    """Pages have few of them, each many times."""
    return _CAMEL.sub("-", f"{classes} {identifier}").lower()


def meta_values(root: HtmlElement) -> dict[str, list[str]]:
    """The page's `<meta>` contents as clean lines, by `property`, `name` or `itemprop` in lower case.

    Values keep the order of the page; a value longer than 10,000 characters is cut there.
    """
    values: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        content = one_line(meta.get("content", "")[:10_000])
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if name and content:
            values.setdefault(name.strip().lower(), []).append(content)
    return values
