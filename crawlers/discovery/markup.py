"""Broken and hostile XML or HTML -> a stream of tags and texts, without a tree and with limits.

A tree of a hostile document takes thirty times its size; a stream takes nothing, and can stop.
"""

import abc
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from .links import NotReadable

MAX_REPAIRS = 1_000_000
"""Stray characters repaired in one document: three bare ampersands in each address of a full sitemap are
150,000."""
MAX_TEXT = 10_000
"""Characters kept of one text; an address has at most 2,083."""

_PIECE = 65_536
_LONGEST_REFERENCE = len("&#xFFFFFF;")
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_STRAY_AMPERSAND = re.compile(r"&(?!#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|(?:amp|lt|gt|quot|apos);)")
_STRAY_LESS_THAN = re.compile(r"<(?![^\W\d]|[:/!?])")
_CDATA, _CDATA_END = "<![CDATA[", "]]>"


class Target(abc.ABC):
    """What `read_xml` and `read_html` tell about a document, as it goes by.

    A subclass gives `opened` and `closed`, and sets `full` when it has enough. An element that the document
    never closes, because it was cut there, is never told as closed.
    """

    max_elements = 1_000_000
    """Elements read of one document. A sitemap of 50,000 addresses with pictures and languages has 750,000;
    reading a million takes 3 seconds."""

    def __init__(self) -> None:
        self.root: str | None = None
        """Local name of the first element, lower case."""
        self.depth = 0
        """Elements that are open, the one being told among them."""
        self.ended = False
        """The first element was closed: the document was read to its end."""
        self.full = False
        self.elements = 0
        self._texts: list[str] | None = None

    @abc.abstractmethod
    def opened(self, namespace: str, name: str, attributes: Mapping[str, str], /) -> None:
        """An element begins; `name` is its local name in lower case."""

    @abc.abstractmethod
    def closed(self, name: str, /) -> None:
        """An element ends."""

    def listen(self) -> None:
        """Keep the text from here on."""
        self._texts = []

    def heard(self) -> str:
        """The text since `listen`, at most `MAX_TEXT` characters; keep no more."""
        texts, self._texts = self._texts or [], None
        return "".join(texts)[:MAX_TEXT]

    def start(self, tag: str, attrib: Mapping[str, str]) -> None:
        """Of lxml: an element begins."""
        namespace, name = _split(tag)
        self.root = self.root or name
        self.elements += 1
        self.depth += 1
        self.full = self.full or self.elements > self.max_elements
        if not self.full:
            self.opened(namespace, name, attrib)

    def end(self, tag: str) -> None:
        """Of lxml: an element ends."""
        if not self.full:
            self.closed(_split(tag)[1])
        self.depth -= 1
        self.ended = self.depth == 0

    def data(self, text: str) -> None:
        """Of lxml: a piece of text."""
        if self._texts is not None:
            self._texts.append(text)

    def close(self) -> None:  # noqa: B027  (lxml calls it, and there is nothing to do)
        """Of lxml: the document ends."""


def read_xml(text: str, target: Target) -> int | None:
    """Tell `target` the document; returns the line of the first error, or None. Never raises.

    Errors are passed over as far as libxml2 can. Repaired before: a bare `&`, a `<` that begins no tag, and
    characters that XML forbids. No entity but XML's own five is ever resolved (a reference to another one is
    text), so a document type can neither read a file nor grow.
    """
    sax: Any = target  # the type stubs ask for methods that lxml can do without
    parser = etree.XMLParser(
        target=sax,
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
    )
    return _feed(parser, _repaired(text), target)


def read_document(text: str, target: Target, *, roots: frozenset[str], wanted: str) -> int | None:
    """As `read_xml`, for a document whose first element is one of `roots`.

    Raises NotReadable with what there is instead of `wanted`: an HTML page, other XML, no XML.
    """
    error_line = read_xml(text, target)
    if target.root is None:
        raise NotReadable(f"no XML instead of {wanted}")
    if target.root not in roots:
        if target.root == "html":
            raise NotReadable(f"an HTML page instead of {wanted}", "html")
        raise NotReadable(f"a document <{ascii(target.root[:40])[1:-1]}> instead of {wanted}")
    return error_line


def read_html(text: str, target: Target) -> None:
    """Tell `target` the elements of a page, as libxml2 understands them. Never raises."""
    sax: Any = target
    parser = etree.HTMLParser(target=sax, encoding="utf-8", no_network=True, huge_tree=False)
    _feed(parser, (text[at : at + _PIECE] for at in range(0, len(text), _PIECE)), target)


def _feed(parser: Any, pieces: Iterator[str], target: Target) -> int | None:
    try:
        for piece in pieces:
            parser.feed(_NOT_XML.sub("", piece).encode("utf-8", "replace"))
            if target.full:
                break
        else:
            parser.close()
    except etree.XMLSyntaxError as error:
        return error.lineno or 1
    errors: list[etree._LogEntry] = list(parser.feed_error_log)
    return errors[0].line if errors else None


def _repaired(text: str) -> Iterator[str]:
    """The document in pieces, with what is no XML outside of CDATA escaped."""
    position = repairs = 0
    cdata = _find(text, _CDATA, 0)
    while position < len(text) and repairs <= MAX_REPAIRS:
        if position == cdata:
            end = _find(text, _CDATA_END, position)
            yield text[position : end + len(_CDATA_END)]
            position = end + len(_CDATA_END)
            cdata = _find(text, _CDATA, position)
            continue
        end = min(position + _PIECE, cdata)
        if end < cdata:
            # What is judged by the characters after it goes whole into the next piece.
            cut = max(text.rfind("&", end - _LONGEST_REFERENCE, end), text.rfind("<", end - 1, end))
            end = cut if cut > position else end
        piece, ampersands = _STRAY_AMPERSAND.subn("&amp;", text[position:end])
        piece, less_thans = _STRAY_LESS_THAN.subn("&lt;", piece)
        repairs += ampersands + less_thans
        yield piece
        position = end


def _find(text: str, what: str, start: int) -> int:
    found = text.find(what, start)
    return len(text) if found < 0 else found


def _split(tag: str) -> tuple[str, str]:
    """Namespace and local name, the name in lower case."""
    namespace, _, name = tag.rpartition("}")
    return namespace[1:], name.lower()
