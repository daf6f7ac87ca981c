"""How large a page may be, told before anything expensive looks at it.

Parsing is cheap and extraction is not, and neither can be interrupted. Measured with lxml 6.1.3 (libxml2
2.14.6) and trafilatura 2.3.1 on one core: 20,000 `<p>` or `<li>` take 1.4 to 2.4 s to extract, 20,000
`<div><a>` 4.3 s, 60,000 `<p>` 12 to 24 s; one tag with 10,000 attributes takes 0.1 s to parse, one with
50,000 3.3 s; at 256 open elements the parser stops unless told otherwise, and what follows is lost.
Of 555 saved news pages the largest has 1.6 MB, 4,000 elements, 44 levels and 64 attributes in one tag.
"""

import re

from lxml import etree
from lxml.html import HtmlElement

MAX_BYTES = 10_000_000
"""Body, bytes."""
MAX_ELEMENTS = 20_000
"""Elements of the parsed page: five times the largest page seen, about 4 s to extract at worst."""
MAX_DEPTH = 250
"""Levels of the parsed page. trafilatura and lxml recurse; Python stops at 1,000 frames."""
MAX_ATTRIBUTES = 200
"""Attributes of one element."""
MAX_ALL_ATTRIBUTES = 100_000
"""Attributes of all elements together: 0.8 s to extract."""
MAX_TAGS = 60_000
"""What looks like a start tag in the source. More than `MAX_ELEMENTS`, as scripts hold such text as well."""
MAX_TAG_PARTS = 2_000
"""What looks like attributes of one tag in the source: 5 ms to parse. Scripts gave 917 at most."""

_WS = r"[\t\n\f\r ]"  # not \s: what counts as white space for HTML only
_NAME = r"[^\t\n\f\r />][^\t\n\f\r />=]*+"
_VALUE = rf"""{_WS}*+={_WS}*+(?:"[^"]*+"|'[^']*+'|[^\t\n\f\r >"'][^\t\n\f\r >]*+)?+"""
_PART = rf"[\t\n\f\r /]*+{_NAME}(?:{_VALUE})?+"
_TAG = re.compile(
    rf"<[a-zA-Z][^\t\n\f\r />]*+(?:{_PART}){{0,{MAX_TAG_PARTS}}}+([\t\n\f\r /]*+[^\t\n\f\r />])?"
)
"""A start tag as the HTML standard reads one; group 1 is there when it goes on after `MAX_TAG_PARTS`.

Possessive throughout and never rescanned, so linear. Comments and scripts are not told apart from markup:
a page could pretend to be in one of them, and a count that is too high does no harm.
"""


# Counted in C: a walk in Python took 5 % of a page's time. Elements first, as the others look at each.
_elements = etree.XPath("count(descendant-or-self::*)")
_is_deep = etree.XPath(f"boolean(descendant::*[ancestor::*[{MAX_DEPTH}]])")
_attributes = etree.XPath("count(descendant-or-self::*/@*)")
_is_wide = etree.XPath(f"boolean(descendant-or-self::*[@*[{MAX_ATTRIBUTES + 1}]])")


def source_excess(html: str) -> str | None:
    """What is too large about the source of a page, in a few words; None when it may be parsed."""
    for number, match in enumerate(_TAG.finditer(html), start=1):
        if match[1]:
            return f"more than {MAX_TAG_PARTS} attributes in a tag"
        if number > MAX_TAGS:
            return f"more than {MAX_TAGS} tags"
    return None


def tree_excess(root: HtmlElement) -> str | None:
    """What is too large about a parsed page, in a few words; None when it may be extracted."""
    if _elements(root) > MAX_ELEMENTS:
        return f"more than {MAX_ELEMENTS} elements"
    if _is_deep(root):
        return f"more than {MAX_DEPTH} levels"
    if _attributes(root) > MAX_ALL_ATTRIBUTES or _is_wide(root):
        return "too many attributes"
    return None
