"""Which blocks of an extracted text are not the article.

A rule takes a whole short block or nothing: furniture words inside a real paragraph are news about them.
"""

import dataclasses
import re
from collections.abc import Iterable
from typing import NamedTuple

from ..extract.stamps import is_only_date
from .phrases import Phrase, block_words, lexicon, numberless

MAX_WORDS = 30
"""Words of a block that a phrase may take: a longer one is a paragraph, whatever it begins with."""
MAX_CALL = 20
"""Words of a call to read the site elsewhere. The longest in evidence has 12."""
MAX_PHOTO = 120
"""Characters of a photo credit."""
MAX_BAR = 12
"""Words of a choice of languages."""
MIN_DOUBLED = 30
"""Characters from which a block that opens the next one is taken for its doubled beginning."""
MAX_TEASER = 4
"""Blocks at the beginning that can be a teaser of what follows."""
MIN_REPEATED = 60
"""Characters from which a block that stands twice in a row is taken for a repeat anywhere."""
LONG = 140
"""Characters from which a block counts as running text; what stands before the first such is the head."""
MAX_HEAD = 12
"""Blocks at the beginning that can be title, date and breadcrumbs."""


@dataclasses.dataclass(frozen=True, slots=True)
class Removed:
    """A block that was taken out."""

    position: int
    """Its index among the blocks that were given."""
    rule: str
    """The rule that took it."""
    text: str
    """The block."""
    entry: str | None = None
    """The phrase that took it, as it stands in the lexicon; None where a rule goes by shape or place."""


@dataclasses.dataclass(frozen=True, slots=True)
class Cleaned:
    """Blocks after judgement; `kept` and `removed` together are the blocks that were given."""

    kept: list[str]
    removed: list[Removed]


class _Taken(NamedTuple):
    """Why a block goes: the fields of `Removed` of the same names."""

    rule: str
    entry: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class _Block:
    text: str
    words: str
    """`text` folded, as words joined by one space."""


def clean_blocks(
    blocks: list[str], *, title: str | None, lead: str | None, names: Iterable[str] = ()
) -> Cleaned:
    """Take out what is not the article: each block falls to at most one rule, and says which.

    `title` and `lead` are the fields that are kept beside the text; `names` are those of its authors and of
    the site: a line that is nothing else is no text.
    """
    own_names = frozenset(block_words(name) for name in names)
    judged = [_Block(text, block_words(text)) for text in blocks]
    rules: dict[int, _Taken] = {}
    for at, block in enumerate(judged):
        if taken := _furniture(block):
            rules[at] = taken
        elif block.words in own_names and not block.text.endswith(":"):
            rules[at] = _Taken("name")
    _judge_head(judged, rules, title)
    _judge_doubled(judged, rules, lead)
    _judge_end(judged, rules)
    return Cleaned(
        kept=[text for at, text in enumerate(blocks) if at not in rules],
        removed=[Removed(at, rules[at].rule, blocks[at], rules[at].entry) for at in sorted(rules)],
    )


_CREDIT = re.compile(r"[\W_]{0,5}([^:©/|]{1,30}?)\s?[:©/|](?!\s?\d+(?:\.\d+)?[^\W\d_])")
"""A label and its mark. What a number with a unit follows (`Video: 4K`) says what a thing can do."""
_PHONE = re.compile(r"\+?\d[\d\s()-]{6,20}")
_QUOTES = ("«", "“", "„", '"')
_COPYRIGHT = re.compile(r"(?:©|\([cс]\)|copyright\s{0,3}(?:©|\([cс]\)|\d{4}))", re.IGNORECASE)


def _furniture(block: _Block) -> _Taken | None:
    """What takes this block wherever it stands, or None."""
    if not block.words:
        return _Taken("no_words")
    words = block.words.split(" ")
    if len(words) > MAX_WORDS:
        return None
    if phrase := _phrase(block, words):
        return _Taken(phrase.family, phrase.text)
    rule = _by_shape(block, words)
    return _Taken(rule) if rule else None


def _phrase(block: _Block, words: list[str]) -> Phrase | None:
    """The phrase of the lexicon that takes the block."""
    known = lexicon()
    if phrase := known.whole.get(block.words) or known.whole.get(numberless(block.words)):
        return phrase
    # What somebody said is no furniture, even a call to subscribe.
    quoted = block.text.lstrip().startswith(_QUOTES)
    for beginning, phrase in () if quoted else known.openings.get(words[0], ()):
        if _is_beginning(beginning, block.words) and _opens(block, beginning, phrase, words):
            return phrase
    for inner, phrase in known.anywhere.items():
        if inner in block.words and f" {inner} " in f" {block.words} ":
            return phrase
    return _credit(block.text) or _counter(words)


def _opens(block: _Block, beginning: str, phrase: Phrase, words: list[str]) -> bool:
    if phrase.beside and phrase.beside.isdisjoint(words):
        return False
    if not phrase.before_colon:
        return True
    before, colon, _ = block.text.partition(":")
    return bool(colon) and block_words(before) == beginning


def _credit(text: str) -> Phrase | None:
    """A line of a caption's length that begins as credits do."""
    if len(text) > MAX_PHOTO or text.startswith("- "):
        return None
    match = _CREDIT.match(text)
    return lexicon().credits.get(block_words(match[1])) if match else None


def _counter(words: list[str]) -> Phrase | None:
    """A number of views or comments."""
    if len(words) > 3 or not any(word.isdigit() for word in words):
        return None
    found = (lexicon().counters.get(word) for word in words)
    return next(filter(None, found), None)


def _by_shape(block: _Block, words: list[str]) -> str | None:
    """The rule that knows the block by what kinds of words it is made of."""
    kinds = lexicon().words
    if _COPYRIGHT.match(block.text):
        return "copyright"
    if words[0] in kinds["ad"] and _PHONE.search(block.text) and len(words) <= 12:
        return "ad"
    if 2 <= len(set(words)) <= 16 and kinds["network"].issuperset(words):
        return "share"
    if len(set(words)) >= 2 and len(words) <= MAX_BAR and kinds["tongue"].issuperset(words):
        return "menu"
    if _is_rates(words):
        return "widget"
    if _is_hashtags(block.text):
        return "subject"
    return "call" if _is_call(block.text, words) else None


def _is_rates(words: list[str]) -> bool:
    """Two currencies or more with their rates, and nothing else."""
    currencies = lexicon().words["currency"].intersection(words)
    if len(currencies) < 2 or not all(word in currencies or word.isdigit() for word in words):
        return False
    return sum(word.isdigit() for word in words) >= 2


def _is_hashtags(text: str) -> bool:
    """Hashtags and nothing else; one alone can be what the article is about."""
    tags = text.split() if text.startswith("#") else ()
    return len(tags) >= 2 and all(tag.startswith("#") and len(tag) > 1 for tag in tags)


def _is_call(text: str, words: list[str]) -> bool:
    """A call to read the site elsewhere: it names the place, asks, and speaks of itself or with emphasis.

    A quotation is not one, nor is news about a network: neither asks the reader.
    """
    kinds = lexicon().words
    if len(words) > MAX_CALL or kinds["channel"].isdisjoint(words):
        return False
    if text.lstrip("-–— ").startswith(_QUOTES):
        return False
    asks, speaks_of_itself = not kinds["call"].isdisjoint(words), not kinds["own"].isdisjoint(words)
    emphasis = text.rstrip().endswith("!")
    return (asks and (speaks_of_itself or emphasis or len(words) <= 6)) or (speaks_of_itself and emphasis)


def _judge_head(blocks: list[_Block], rules: dict[int, _Taken], title: str | None) -> None:
    """Title, title with date, date and breadcrumbs before the first running text."""
    title_words = block_words(title or "")
    trail: Phrase | None = None
    for at, block in enumerate(blocks[:MAX_HEAD]):
        is_title = bool(title_words) and block.words == title_words
        if len(block.text) >= LONG and not is_title and not _is_told_again(blocks, at):
            break
        if at in rules:
            continue
        trail = _trail(block, trail)
        if is_title:
            rules[at] = _Taken("title")
        elif (
            title_words
            and block.words.startswith(f"{title_words} ")
            and is_only_date(block.text[len(title or "") :])
        ):
            rules[at] = _Taken("title_date")
        elif is_only_date(block.text):
            rules[at] = _Taken("date")
        elif trail:
            rules[at] = _Taken(trail.family, trail.text)


def _is_told_again(blocks: list[_Block], at: int) -> bool:
    """Is a block at the top a teaser, with a date or the like between it and the text that begins so?"""
    words = blocks[at].words
    return any(_is_beginning(words, block.words) for block in blocks[at + 1 : at + 1 + MAX_TEASER])


_TRAIL = re.compile(r"\s?[/>»›|→•]\s?")


def _trail(block: _Block, begun: Phrase | None) -> Phrase | None:
    """What a trail begins with: one in one line, its first item, or a further item of the list `begun`."""
    parts = [block_words(part) for part in _TRAIL.split(block.text)]
    if home := lexicon().trails.get(parts[0]):
        return home if all(len(part.split()) <= 6 for part in parts) else None
    return begun if block.text.startswith("- ") and len(block.words.split()) <= 5 else None


def _judge_doubled(blocks: list[_Block], rules: dict[int, _Taken], lead: str | None) -> None:
    """A block that is, or opens, the next block or the lead: the longer one is kept.

    Beginnings are looked for in the first blocks alone, where a page shows its teaser; further down only a
    longer block that stands twice in a row.
    """
    lead_words = block_words(lead or "")
    kept = [at for at in range(len(blocks)) if at not in rules]
    for index, at in enumerate(kept):
        words = blocks[at].words
        following = blocks[kept[index + 1]].words if index + 1 < len(kept) else ""
        is_teaser = index < MAX_TEASER and len(words) >= MIN_DOUBLED
        repeats = len(words) >= MIN_REPEATED and words == following
        if repeats or (is_teaser and any(_is_beginning(words, longer) for longer in (following, lead_words))):
            rules[at] = _Taken("doubled")


def _is_beginning(words: str, longer: str) -> bool:
    return longer == words or longer.startswith(f"{words} ")


def _judge_end(blocks: list[_Block], rules: dict[int, _Taken]) -> None:
    """A date alone after the last running text."""
    for at in range(len(blocks) - 1, -1, -1):
        if at in rules:
            continue
        if not is_only_date(blocks[at].text):
            break
        rules[at] = _Taken("date")
