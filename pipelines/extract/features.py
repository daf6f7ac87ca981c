"""What a block of a page is like, in numbers: what the block model judges by.

No word of any language is among them: length, links and marks, the place in the page and in its tree, the
names of classes, how it and those around it agree with what trafilatura found.
"""

import functools
import re
from collections.abc import Iterator, Mapping, Sequence

from lxml.html import HtmlElement

from ..dedupe.fingerprint import folded_words
from .align import found_shares
from .blocks import Block
from .markup import names_of
from .prune import families_of

_CAPTION = re.compile("caption|credit|copyright|photo|image|media|gallery|figure")
_ABOUT = re.compile("author|byline|meta|date|time|bio|profile|tag|topic|info")
"""Parts of words in class and id count here, unlike in `prune`, which takes out at once."""
_OWN_PARAGRAPH = frozenset(
    ("p", "li", "h2", "h3", "h4", "h5", "h6", "blockquote", "tr", "td", "figcaption", "dd")
)
"""Elements that hold one paragraph: the one around them holds the text."""
_SENTENCE_END = (".", "!", "?", "…", '"', "”", "»", "。", "！", "？")
_SENTENCE = re.compile(r"[.!?…]\s")
_NEAR = 4
"""Blocks on either side that are its neighbourhood."""
_CAP = 600
"""Characters of a block that count in its neighbourhood."""
_HEADLINE = 25
"""Characters of the shortest link that is a headline."""
_TEASER = 4
"""Blocks of the largest box that is a teaser: headline, picture's caption, date, a sentence."""
_BOXES = 3
"""Elements around a block that can be such a box."""
_LONG = 60
"""Characters from which a found block marks where the text begins or ends."""

FEATURES = (
    "chars", "words", "unlinked_chars", "link_share", "bold_share", "sentences", "ends_sentence",
    "ends_colon",
    "found", "found_1_after", "found_2_after", "found_near", "links_near", "inside_text", "from_end",
    "holder_found", "holder_share", "holder_links", "outer_links", "kind_share", "kind_rest_found",
    "in_main", "above_main", "below_main", "within_quote", "within_comments", "within_tags",
    "around_caption", "around_about", "is_heading", "is_item", "is_row", "after_colon", "in_teaser",
    "title_covered",
)  # fmt: skip
"""Their names, in the order in which `features` gives them. Of 120 that were tried these do as well by
themselves as all together: `docs/quality.md`."""


def features(
    blocks: Sequence[Block],
    own: Mapping[HtmlElement, int],
    found: Sequence[str],
    title: str | None,
) -> list[list[float]]:
    """A row of numbers for each block, as `FEATURES` names them.

    :param blocks: what `page_blocks` gives for the page
    :param own: what `prune.own_text` gives for it
    :param found: the lines that trafilatura found
    """
    return _Page(blocks, own, found, title).rows()


@functools.lru_cache(maxsize=4096)
def _named(names: str) -> tuple[bool, bool]:
    """Do class and id speak of captions, of what is about the article?"""
    return bool(_CAPTION.search(names)), bool(_ABOUT.search(names))


class _Place:
    """Where an element stands in the tree: what it and those around it say."""

    __slots__ = ("depth", "families", "holder_depth", "holds_main", "in_quote", "named", "names", "outer")

    def __init__(self, element: HtmlElement, outer: "_Place | None", holds_main: bool) -> None:
        self.outer = outer
        self.names = names_of(element)
        self.named = _named(self.names)
        self.depth: int = outer.depth + 1 if outer else 1
        self.in_quote: bool = element.tag == "blockquote" or bool(outer and outer.in_quote)
        families = outer.families if outer else _NONE
        # The page's own names say nothing of a part of it.
        is_page = element.tag in ("html", "body")
        self.families: frozenset[str] = families if is_page else families | families_of(self.names)
        self.holds_main = holds_main
        self.holder_depth: int = self.depth if holds_main else outer.holder_depth if outer else 0
        """Depth of the innermost element around that holds the main one, or is it."""

    def named_around(self) -> tuple[int, int]:
        """How many of the three next outer elements are named as `_named` tells."""
        captions = abouts = 0
        outer = self.outer
        for _ in range(3):
            if outer is None:
                break
            captions += outer.named[0]
            abouts += outer.named[1]
            outer = outer.outer
        return captions, abouts


_NONE: frozenset[str] = frozenset()


def _up(element: HtmlElement, count: int) -> Iterator[HtmlElement]:
    """An element and the next ones around it, `count` in all."""
    at: HtmlElement | None = element
    for _ in range(count):
        if at is None:
            return
        yield at
        at = at.getparent()


class _Sums:
    """Some blocks together: characters, those of them that were found and that are links."""

    __slots__ = ("begins", "blocks", "chars", "found", "headlines", "holds_main", "linked")

    def __init__(self, *, holds_main: bool = False) -> None:
        self.holds_main = holds_main
        """Is the main element in it?"""
        self.chars = self.found = self.linked = 0.0
        self.begins = False
        """Is the first of them such a link?"""
        self.blocks = self.headlines = 0
        """How many there are; how many of them are links as a whole, as long as a headline."""

    @property
    def is_teaser(self) -> bool:
        """Is it a box with another article's headline?

        The main element may be one, where a teaser is longer than a short article: then the headline stands
        first, and no reading tip below the text makes the text a teaser.
        """
        return self.headlines > 0 and 1 < self.blocks <= _TEASER and (self.begins or not self.holds_main)


class _Page:
    """What the blocks of one page have to do with each other."""

    def __init__(
        self, blocks: Sequence[Block], own: Mapping[HtmlElement, int], found: Sequence[str], title: str | None
    ) -> None:
        self._blocks = blocks
        self._words = [folded_words(block.text) for block in blocks]
        self._found = found_shares(self._words, [folded_words(line) for line in found])
        self._title = frozenset(folded_words(title or "").split())
        self._capped = [min(len(block.text), _CAP) for block in blocks]
        self._links = [min(1.0, block.linked / len(block.text)) for block in blocks]
        main = max(own, key=own.__getitem__) if own else None
        self._above = {main, *main.iterancestors()} if main is not None else set()
        self._places: dict[HtmlElement, _Place] = {}
        self._main_depth = self._place(main).depth if main is not None else 0
        self._holders: list[_Sums] = []
        """For each block the container that holds it."""
        self._outers: list[_Sums] = []
        """For each block what is around that container."""
        self._boxes: list[list[_Sums]] = []
        """For each block the elements next around it."""
        self._kinds: list[_Sums] = []
        """For each block all that are of its element and class, in containers of one kind."""
        self._all_found = 0.0
        self._sum_up()
        self._after_colon = self._behind_colons()
        marks = [at for at, share in enumerate(self._found) if share > 0.5 and len(blocks[at].text) > _LONG]
        self._first, self._last = (marks[0], marks[-1]) if marks else (0, len(blocks) - 1)

    def _place(self, element: HtmlElement) -> _Place:
        """Where an element stands; each is worked out once, from its parent's."""
        pending = []
        at: HtmlElement | None = element
        while at is not None and at not in self._places:
            pending.append(at)
            at = at.getparent()
        place = self._places[at] if at is not None else None
        for inner in reversed(pending):
            place = _Place(inner, place, inner in self._above)
            self._places[inner] = place
        assert place is not None  # noqa: S101 - `element` at least was on the way
        return place

    def _sum_up(self) -> None:
        holders: dict[tuple[HtmlElement | None, str, str], _Sums] = {}
        outers: dict[HtmlElement | None, _Sums] = {}
        boxes: dict[HtmlElement, _Sums] = {}
        kinds: dict[tuple[str, str, str, str], _Sums] = {}
        for block, found in zip(self._blocks, self._found, strict=True):
            element = block.element
            parent = element.getparent()
            holder = parent if parent is not None and element.tag in _OWN_PARAGRAPH else element
            around, place = holder.getparent(), self._place(holder)
            kind = (str(element.tag), self._place(element).names, str(holder.tag), place.names)
            # Containers of one class side by side are one: a banner may part a body in two.
            held = holders.setdefault((around, str(holder.tag), place.names), _Sums())
            outer = outers.setdefault(around, _Sums())
            alike = kinds.setdefault(kind, _Sums())
            inner = [
                boxes.setdefault(around, _Sums(holds_main=around in self._above))
                for around in _up(holder, _BOXES)
            ]
            chars = len(block.text)
            is_headline = block.linked > 0.9 * chars and chars >= _HEADLINE
            for sums in (held, outer, alike, *inner):
                sums.begins = sums.begins or (is_headline and not sums.blocks)
                sums.chars += chars
                sums.found += chars * found
                sums.linked += block.linked
                sums.blocks += 1
                sums.headlines += is_headline
            self._holders.append(held)
            self._outers.append(outer)
            self._boxes.append(inner)
            self._kinds.append(alike)
            self._all_found += chars * found

    def _behind_colons(self) -> list[bool]:
        """Does a list that a block is an item of follow a paragraph that ends in a colon and was found?"""
        behind, announced = [], False
        for block, found in zip(self._blocks, self._found, strict=True):
            if block.element.tag == "li":
                behind.append(announced)
            else:
                behind.append(False)
                announced = found > 0.5 and block.text.endswith(":")
        return behind

    def rows(self) -> list[list[float]]:
        return [
            [*self._own(at), *self._neighbours(at), *self._containers(at), *self._tree(at)]
            for at in range(len(self._blocks))
        ]

    def _own(self, at: int) -> list[float]:
        block = self._blocks[at]
        text, chars = block.text, len(block.text)
        return [
            min(chars, 1000),
            min(len(self._words[at].split()), 150),
            min(chars - block.linked, 1000),
            self._links[at],
            min(1.0, block.bold / chars),
            min(len(_SENTENCE.findall(text)), 10),
            text.endswith(_SENTENCE_END),
            text.endswith(":"),
        ]

    def _neighbours(self, at: int) -> list[float]:
        found, capped, links, count = self._found, self._capped, self._links, len(self._blocks)
        near = [other for other in range(max(0, at - _NEAR), min(count, at + _NEAR + 1)) if other != at]
        near_chars = 1 + sum(capped[other] for other in near)
        return [
            found[at],
            found[at + 1] if at + 1 < count else 0.0,
            found[at + 2] if at + 2 < count else 0.0,
            sum(found[other] * capped[other] for other in near) / near_chars,
            sum(links[other] * capped[other] for other in near) / near_chars,
            self._first <= at <= self._last,
            max(-20, min(20, self._last - at)),
        ]

    def _containers(self, at: int) -> list[float]:
        held, outer, alike = self._holders[at], self._outers[at], self._kinds[at]
        chars = len(self._blocks[at].text)
        whole = max(1.0, self._all_found)
        rest = alike.chars - chars
        return [
            held.found / held.chars,
            held.found / whole,
            min(1.0, held.linked / held.chars),
            min(1.0, outer.linked / outer.chars),
            alike.found / whole,
            (alike.found - chars * self._found[at]) / rest if rest else -1.0,
        ]

    def _tree(self, at: int) -> list[float]:
        element = self._blocks[at].element
        place = self._place(element)
        captions, abouts = place.named_around()
        title = self._title
        return [
            place.holder_depth == self._main_depth,
            self._main_depth - place.holder_depth,
            place.depth - place.holder_depth,
            place.in_quote,
            "comments" in place.families,
            "tags" in place.families,
            captions,
            abouts,
            element.tag == "h1",
            element.tag == "li",
            element.tag == "tr",
            self._after_colon[at],
            any(box.is_teaser for box in self._boxes[at]),
            len(title.intersection(self._words[at].split())) / max(1, len(title)),
        ]
