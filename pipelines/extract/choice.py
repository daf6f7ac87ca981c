"""Which blocks of a page make the text: what trafilatura found, mended by the block model.

trafilatura keeps furniture that stands among the text, and leaves out parts that look unlike it. So each
block of the page is judged: what was found stays unless it is clearly none, and what was not found comes in
where it clearly is, the more clearly the further it stands from what was found.
"""

import dataclasses
import re
from collections.abc import Mapping, Sequence

from lxml.html import HtmlElement

from ..urls import host_of, normal_url, same_site
from .block_model import BlockModel
from .blocks import Block, page_blocks
from .features import FEATURES, features

STAYS = -0.85
"""Log-odds from which a block that was found stays: a probability of 0.3."""
COMES_IN = 0.41
"""Log-odds from which one that was not found comes in, among what was found: a probability of 0.6."""
COMES_FROM_FAR = 1.39
"""The same outside of it: 0.8. The three were chosen by F1 on the gold pages, each page judged by a model
that had not seen its site; F1 differs by less than 0.002 for 0.2 to 0.3, 0.5 to 0.6 and 0.7 to 0.95."""
IN_TEASER = 2.5
"""Log-odds from which a block in a box with another article's headline is text: a probability of 0.92. Of
such blocks that trafilatura found, three in ten are text on the gold pages, on those of news one in ten."""
SAME_HOLDER = 0.2
"""Share of its container that was found, from which a block stands among what was found."""
SAME_KIND = 0.5
"""The same for the other blocks of its kind: a banner may part a body into two containers of one class."""
SENTENCE = -0.7
"""Log-odds from which a sentence without a link comes in, where `SENTENCE_KIND` of its kind was found: 0.33.
trafilatura takes one half of a body that a banner parts, the shorter an article the likelier."""
SENTENCE_KIND = 0.3
"""For 0.3 to 0.5 F1 on the gold pages is the same; at 0.25 comments come in."""
LINKED = 0.9
"""Share of a block that is a link, from which it is another article's headline unless the model is sure."""
LINKED_ITEM = 0.0
"""Log-odds from which an item that is a link is text: reading tips are such lists, and so are sources."""
OWN_HEADLINE = 2.5
"""The same for a paragraph that is a link within the site, `HEADLINE` characters or longer, and no sentence:
0.92. Of those on the gold pages that fall by it two in three are none of the text."""
HEADLINE = 25
"""Characters of the shortest headline."""
ANNOUNCED = -1.5
"""Log-odds from which an item of a list that the text announces (`three things:`) stays: 0.18. Of 1,993 such
items on the gold pages 93 in 100 are text."""
ABOVE_TITLE = 1.39
"""Log-odds from which what stands above the headline and ends no sentence is text: 0.8. It is the name of
the site, of the section, a clock."""
IS_TITLE = 0.9
"""Share of the title's words from which a block is the headline."""
MAX_SIGNATURE = 60
"""Characters of a line set at the right edge that is the author's name. On 462 real pages no such line was
text, or anything else; old sites of the region sign so."""
MAX_RIGHT = 0.2
"""Share of a page's text at the right edge, from which that is how it is written, as in Arabic letters."""
_RIGHT = re.compile(r"text-align\s{0,3}:\s{0,3}right", re.IGNORECASE)
MIN_MAPPED = 0.7
"""Share of the found text that must be told again in the blocks of the page. Where it is not, the text was
put together in another way than lines are shown, and nothing can be said about its blocks."""
MAX_BLOCKS = 4_000
"""Blocks of a page that are judged; the most on 462 gold pages are 1,457. Above, what was found is taken."""

_FOUND, _HOLDER, _KIND, _INSIDE = map(
    FEATURES.index, ("found", "holder_found", "kind_rest_found", "inside_text")
)
_TEASER, _LINKED, _ITEM = map(FEATURES.index, ("in_teaser", "link_share", "is_item"))
_SENTENCE, _TITLE = map(FEATURES.index, ("ends_sentence", "title_covered"))


@dataclasses.dataclass(frozen=True, slots=True)
class Judged:
    """A block of the page and what became of it."""

    block: Block
    row: tuple[float, ...]
    """Its features."""
    log_odds: float
    """That it is text."""
    needed: float | None
    """What it needed to be taken; None for a signature, which is never taken."""
    taken: bool

    @property
    def was_found(self) -> bool:
        """Did trafilatura take most of it?"""
        return self.row[_FOUND] > 0.5


def judge_blocks(
    root: HtmlElement,
    own: Mapping[HtmlElement, int],
    found: Sequence[str],
    title: str | None,
    url: str,
    model: BlockModel,
) -> list[Judged] | None:
    """All blocks of a page, judged; None where they cannot be (`MIN_MAPPED`, `MAX_BLOCKS`).

    :param own: what `prune.own_text(root)` gives
    :param found: the lines that trafilatura found
    :param url: address of the page
    """
    blocks = page_blocks(root)
    if len(blocks) > MAX_BLOCKS:
        return None
    rows = features(blocks, own, found, title)
    mapped = sum(len(block.text) * row[_FOUND] for block, row in zip(blocks, rows, strict=True))
    if mapped < MIN_MAPPED * sum(map(len, found)):
        return None
    judged = []
    announced = False
    right = sum(len(block.text) for block in blocks if _is_right(block.element))
    headline = next((at for at, row in enumerate(rows) if row[_TITLE] >= IS_TITLE), 0)
    for at, (block, row) in enumerate(zip(blocks, rows, strict=True)):
        log_odds = model.log_odds(row)
        is_item = block.element.tag == "li"
        needed: float | None = ANNOUNCED if is_item and announced else _needed(block, row, url)
        if needed is not None and at < headline and not row[_SENTENCE]:
            needed = max(needed, ABOVE_TITLE)
        if _is_signature(block) and right < MAX_RIGHT * sum(len(other.text) for other in blocks):
            needed = None
        taken = needed is not None and log_odds >= needed
        judged.append(Judged(block, tuple(row), log_odds, needed, taken))
        if not is_item:
            announced = taken and block.text.endswith(":")
    return judged


def _is_signature(block: Block) -> bool:
    """Is it a short line by itself at the right edge, which is no sentence?"""
    text = block.text
    return (
        len(text) <= MAX_SIGNATURE
        and not text.endswith((".", "!", "?", "…", ":"))
        and _is_right(block.element)
    )


def _is_right(element: HtmlElement) -> bool:
    return element.get("align", "").lower() == "right" or bool(
        _RIGHT.search(element.get("style", "")[:1_000])
    )


def _needed(block: Block, row: Sequence[float], url: str) -> float:
    """Log-odds from which a block is taken."""
    if row[_LINKED] > LINKED:
        if row[_ITEM]:
            return max(_as_others(row), LINKED_ITEM)
        is_headline = len(block.text) >= HEADLINE and not row[_SENTENCE] and _leads_within(block, url)
        return OWN_HEADLINE if is_headline else COMES_FROM_FAR
    return IN_TEASER if row[_TEASER] else _as_others(row)


def _leads_within(block: Block, url: str) -> bool:
    """Does the block's link lead to a page of the same site?"""
    address = normal_url(block.href, url)
    return address is not None and same_site(address, (host_of(url) or "",))


def _as_others(row: Sequence[float]) -> float:
    if row[_FOUND] > 0.5:
        return STAYS
    if row[_KIND] > SENTENCE_KIND and row[_SENTENCE] and row[_LINKED] < 1 - LINKED:
        return SENTENCE
    is_near = row[_INSIDE] or row[_HOLDER] > SAME_HOLDER or row[_KIND] > SAME_KIND
    return COMES_IN if is_near else COMES_FROM_FAR


def lines_of(judged: Sequence[Judged]) -> list[str]:
    """The text of the blocks that were taken. Items of lists begin with a hyphen, as trafilatura's do."""
    lines: list[str] = []
    item: HtmlElement | None = None
    for one in judged:
        if not one.taken:
            continue
        around = _item_around(one.block.element)
        begins = around is not None and around is not item
        item = around
        lines.append(f"- {one.block.text}" if begins else one.block.text)
    return lines


def _item_around(element: HtmlElement) -> HtmlElement | None:
    at: HtmlElement | None = element
    for _ in range(3):
        if at is None:
            return None
        if at.tag == "li":
            return at
        at = at.getparent()
    return None
