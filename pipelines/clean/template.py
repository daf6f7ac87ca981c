"""What repeats across a site's articles is furniture, in no phrase list: slogans, nags, author boxes.

A template is learned from the texts of many articles and applied to each. A block is a line of a text; two
are the same when their words are, or when they announce headlines with the same words. Nothing here knows a
language, and nothing is taken by being short, loud or familiar. `learn` says which blocks a template has.
"""

import dataclasses
import datetime as dt
import functools
import json
import re
from collections.abc import Iterable
from typing import Any

from ..article import Article, RemovedBlock
from ..dedupe.fingerprint import folded_words, plain_words
from ..errors import StoreError
from ..extract.accepted import MIN_CHARACTERS

EDGE_BLOCKS = 2
"""Blocks that may stand outside of one at the edge: the lines that differ, such as teasers, are beside it."""
MIN_WORDS_BETWEEN = 3
"""Words of the shortest block that is taken between paragraphs: one or two are a subheading or a result."""
MAX_TAKEN = 0.3
"""Share of its words that an article may lose. Where the template would take more, it takes nothing."""
NAME_WORDS = 4
"""Words in quotation marks that can be a name; more are somebody's words."""
LIST_WORDS = 8
"""Words of a block behind a hyphen that can be an item of a list; more are speech."""
FRAME_WORDS = 4
"""Words before a colon or dash that can announce a headline (`What the town talks about now: …`). Fewer are a
label as texts have them too: `Photo:`, `Cost per ton:`."""
FRAMED_WORDS = 3
"""Words of the shortest headline behind them."""
_FRAME = re.compile(r":\s|\s[–—-]\s")
_SENTENCE_END = (".", "!", "?", "…", "»", "”", '"', ";", ",", ":")


@dataclasses.dataclass(frozen=True, slots=True)
class TemplateBlock:
    """A block that repeats, with what it was known by."""

    words: str
    """Its words, folded and joined by one space, or its `frame`: what a block is compared by."""
    text: str
    """The block as one of the articles has it."""
    articles: int
    """Distinct articles that it stood in."""
    at_edge: bool
    """Is it taken at the beginning and end of a text only?"""
    first_seen: dt.date
    """Day of the first article that had it, over all numbers of the template."""
    last_seen: dt.date
    """Day of the last."""
    examples: tuple[str, ...]
    """`id` of some of the articles."""


@dataclasses.dataclass(frozen=True)
class Template:
    """What a site repeats. Immutable under its number."""

    site: str
    number: int
    """1, 2, 3 … within the site."""
    learned_at: dt.datetime
    """UTC."""
    articles: int
    """Articles that it was learned from."""
    blocks: tuple[TemplateBlock, ...]
    """Most frequent first."""

    @functools.cached_property
    def by_words(self) -> dict[str, TemplateBlock]:
        """Its blocks by `TemplateBlock.words`."""
        return {block.words: block for block in self.blocks}

    def find(self, text: str, words: str | None = None) -> TemplateBlock | None:
        """What is known of a block of an article; None where the template does not have it.

        :param words: its `folded_words`, where they are known
        """
        words = folded_words(text) if words is None else words
        return self.by_words.get(words) or self.by_words.get(frame(text) or "")

    def reason(self, block: TemplateBlock) -> str:
        """Why a block is in the template, for a person."""
        where = "at the edge of the text" if block.at_edge else "anywhere"
        return (
            f"template {self.number}: stands in {block.articles} of {self.articles} articles, last on "
            f"{block.last_seen}; taken {where}"
        )


@dataclasses.dataclass(frozen=True, slots=True)
class Applied:
    """A text after a template; `restore` gives the text before."""

    text: str
    removed: list[RemovedBlock]


def frame(text: str) -> str | None:
    """What announces a headline in a block, folded, with `…` behind it; None where a block does not.

    The headline is what differs from article to article, so it ends no sentence as a line of a text does.
    """
    if text.rstrip().endswith(_SENTENCE_END):
        return None
    mark = _FRAME.search(text)
    if mark is None:
        return None
    words = folded_words(text[: mark.start()])
    if len(words.split()) < FRAME_WORDS or len(folded_words(text[mark.end() :]).split()) < FRAMED_WORDS:
        return None
    return f"{words} …"


# What is never furniture

_OPENING = ("«", "“", "„", "‟", "❝", "‘", '"')
_SPAN = re.compile(r"[«“„‟\"❝]([^«»“”„‟\"❝❞]{1,400})[»”“\"❞]")
_THEN_SAID = re.compile(r"\s{0,2},\s{0,2}[—–―-]")
_DASHES = ("—", "–", "―")


def is_quotation(text: str) -> bool:
    """Does a block hold somebody's words? It opens with a mark of speech, or quotes more than a name."""
    block = text.strip()
    if block.startswith(_DASHES):
        return True
    if block.startswith("- "):
        block = block[2:].lstrip()
        if len(block.split()) > LIST_WORDS:
            return True
    spans = list(_SPAN.finditer(block))
    if block.startswith(_OPENING) and not (spans and spans[0].start() == 0):
        return True
    return any(_is_speech(block, span) for span in spans)


def _is_speech(block: str, span: re.Match[str]) -> bool:
    """Is what stands between two marks more than a name, or is said to have been said?"""
    inner = span[1].rstrip()
    return (
        len(inner.split()) > NAME_WORDS
        or inner.endswith(",")
        or _THEN_SAID.match(block, span.end()) is not None
    )


def _continues(before: str, block: str) -> bool:
    """Is a block the rest of a sentence that an inline element or a line break cut in two?"""
    return block[:1].islower() and (before[-1:].isalnum() or before.endswith((",", ";", "-", "–", "—")))


# Applying


def near_edge(candidates: list[bool], outside: int = EDGE_BLOCKS) -> list[bool]:
    """For each block: do at most `outside` blocks that are no candidates stand before it, or after it?"""
    others = sum(not candidate for candidate in candidates)
    near, before = [], 0
    for candidate in candidates:
        after = others - before - (not candidate)
        near.append(min(before, after) <= outside)
        before += not candidate
    return near


def apply(template: Template, text: str) -> Applied:
    """Take the template's blocks out of a text; nothing where that would be too much of it.

    Applying the same template again takes nothing more.
    """
    blocks = text.split("\n")
    words = [folded_words(block) for block in blocks]
    found = list(map(template.find, blocks, words))
    candidates = [
        known is not None and not is_quotation(block) for known, block in zip(found, blocks, strict=True)
    ]
    near, outermost = near_edge(candidates), near_edge(candidates, outside=0)
    kept: list[str] = []
    kept_words = taken_words = 0
    removed: list[RemovedBlock] = []
    for at, block in enumerate(blocks):
        length = len(words[at].split())
        known = found[at]
        stays = (
            known is None
            or not candidates[at]
            or (known.at_edge and not near[at])
            or (length < MIN_WORDS_BETWEEN and not outermost[at])
            or (bool(kept) and _continues(kept[-1], block))
        )
        if stays:
            kept.append(block)
            kept_words += length
        else:
            removed.append(RemovedBlock(at, block))
            taken_words += length
    left = "\n".join(kept)
    too_much = taken_words > MAX_TAKEN * (taken_words + kept_words) or len(left) < MIN_CHARACTERS
    return Applied(text, []) if too_much else Applied(left, removed)


def restore(text: str, removed: Iterable[RemovedBlock] | None) -> str:
    """The text before the template, from the text after it and what was removed."""
    blocks = text.split("\n")
    for block in sorted(removed or (), key=lambda block: block.position):
        blocks.insert(block.position, block.text)
    return "\n".join(blocks)


def with_template(article: Article, template: Template) -> Article:
    """An article under a template: `text`, `removed`, `template_version` and `word_count` follow from it.

    The text before is put together first, where another template was applied already.
    """
    applied = apply(template, restore(article.text, article.removed))
    if applied.text == article.text:
        # As most: counting its words again is a fifth of it.
        return dataclasses.replace(article, removed=applied.removed, template_version=template.number)
    return dataclasses.replace(
        article,
        text=applied.text,
        removed=applied.removed,
        template_version=template.number,
        word_count=len(plain_words(applied.text).split()),
    )


# As an object in the store


def to_bytes(template: Template) -> bytes:
    """A template as JSON, the same bytes for the same template."""
    values = dataclasses.asdict(template)
    return json.dumps(values, ensure_ascii=False, indent=1, default=lambda day: day.isoformat()).encode()


def from_bytes(data: bytes) -> Template:
    """What `to_bytes` wrote. Raises StoreError, with what is wrong, for anything else."""
    try:
        values: dict[str, Any] = json.loads(data)
        blocks = tuple(_block(block) for block in values.pop("blocks"))
        learned_at = dt.datetime.fromisoformat(values.pop("learned_at"))
        template = Template(**values, learned_at=learned_at, blocks=blocks)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise StoreError(f"not a site template: {type(error).__name__}: {error}") from error
    numbers = (template.number, template.articles)
    if not isinstance(template.site, str) or not all(type(number) is int for number in numbers):
        raise StoreError("not a site template: its site is no text, or its number no whole number")
    if template.number < 1 or learned_at.tzinfo is None:
        raise StoreError("not a site template: its number is below 1, or its time without a zone")
    return template


def _block(values: dict[str, Any]) -> TemplateBlock:
    for name in ("first_seen", "last_seen"):
        values[name] = dt.date.fromisoformat(values[name])
    block = TemplateBlock(**{**values, "examples": tuple(values["examples"])})
    texts = (block.words, block.text, *block.examples)
    if not all(isinstance(text, str) for text in texts) or type(block.articles) is not int:
        raise TypeError("a block's words, text or examples are no texts, or its articles no whole number")
    if type(block.at_edge) is not bool or not block.words:
        raise ValueError("a block without words, or whose place is neither true nor false")
    return block
