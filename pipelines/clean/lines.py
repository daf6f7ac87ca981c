"""Which blocks of an extracted text are not the article.

A rule takes a whole short block or nothing: furniture words inside a real paragraph are news about them.
"""

import dataclasses
import functools
import re

from ..dedupe.fingerprint import plain_words
from ..extract.stamps import is_only_date
from .characters import fold
from .phrases import (
    ANYWHERE,
    CALLS,
    CHANNELS,
    HOME,
    NETWORKS,
    OPENING,
    OWN,
    PHOTO_LABELS,
    WHOLE,
)

MAX_WORDS = 30
"""Words of a block that a phrase may take: a longer one is a paragraph, whatever it begins with."""
MAX_CALL = 20
"""Words of a call to read the site elsewhere. The longest in evidence has 12."""
MAX_PHOTO = 120
"""Characters of a photo credit."""
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


@dataclasses.dataclass(frozen=True, slots=True)
class Cleaned:
    """Blocks after judgement; `kept` and `removed` together are the blocks that were given."""

    kept: list[str]
    removed: list[Removed]


@dataclasses.dataclass(frozen=True, slots=True)
class _Block:
    text: str
    words: str
    """`text` folded, as words joined by one space."""


def clean_blocks(blocks: list[str], *, title: str | None, lead: str | None) -> Cleaned:
    """Take out what is not the article: each block falls to at most one rule, and says which.

    `title` and `lead` are the fields that are kept beside the text.
    """
    judged = [_Block(text, _words(text)) for text in blocks]
    rules: dict[int, str] = {}
    for at, block in enumerate(judged):
        if rule := _furniture(block):
            rules[at] = rule
    _judge_head(judged, rules, title)
    _judge_doubled(judged, rules, lead)
    _judge_end(judged, rules)
    return Cleaned(
        kept=[text for at, text in enumerate(blocks) if at not in rules],
        removed=[Removed(at, rules[at], blocks[at]) for at in sorted(rules)],
    )


def _words(text: str) -> str:
    return plain_words(fold(text))


@functools.cache
def _lexicon() -> tuple[dict[str, str], dict[str, tuple[str, bool]], list[tuple[str, str]]]:
    """Whole lines, openings and words anywhere, as `_words` gives them, each with its family.

    For an opening also whether a colon must follow.
    """
    whole = {_words(phrase): family for family, phrases in WHOLE.items() for phrase in phrases}
    openings = {
        _words(phrase): (family, phrase.endswith(":"))
        for family, phrases in OPENING.items()
        for phrase in phrases
    }
    anywhere = [(_words(phrase), family) for family, phrases in ANYWHERE.items() for phrase in phrases]
    return whole, openings, anywhere


_LONGEST_OPENING = 7
_PHOTO = re.compile(rf"[\W_]{{0,5}}(?:{'|'.join(map(re.escape, map(fold, PHOTO_LABELS)))})\s?(?::|©|/|\|)")
_PHONE = re.compile(r"\+?\d[\d\s()-]{6,20}")
_COUNTER = re.compile(
    r"\b(?:просмотр\w*|қаралым|views?|okunma|baxış\w*|переглядів|comments?|комментари\w*|пікір)\b"
)
_AD_WORDS = frozenset(("реклама", "жарнама", "reklama", "reklam", "advertisement", "ad", "mahabat", "таблиғ"))
_QUOTES = ("«", "“", "„", '"')
_COPYRIGHT = re.compile(r"(?:©|\([cс]\)|copyright\s{0,3}(?:©|\([cс]\)|\d{4}))", re.IGNORECASE)


def _furniture(block: _Block) -> str | None:
    """The rule that takes this block wherever it stands, or None."""
    if not block.words:
        return "no_words"
    words = block.words.split(" ")
    if len(words) > MAX_WORDS:
        return None
    return _by_phrase(block, words) or _by_shape(block, words)


def _by_phrase(block: _Block, words: list[str]) -> str | None:
    """The family of the lexicon that the block belongs to."""
    whole, openings, anywhere = _lexicon()
    if family := whole.get(block.words):
        return family
    # What somebody said is no furniture, even a call to subscribe.
    longest = 0 if block.text.lstrip().startswith(_QUOTES) else min(len(words), _LONGEST_OPENING)
    for length in range(1, longest + 1):
        phrase = " ".join(words[:length])
        if phrase in openings and _opens(block.text, phrase, openings[phrase][1]):
            return openings[phrase][0]
    for inner, named in anywhere:
        if f" {inner} " in f" {block.words} ":
            return named
    return None


def _by_shape(block: _Block, words: list[str]) -> str | None:
    """The rule that knows the block by what kinds of words it is made of."""
    if _COPYRIGHT.match(block.text):
        return "copyright"
    if words[0] in _AD_WORDS and _PHONE.search(block.text) and len(words) <= 12:
        return "ad"
    if len(block.text) <= MAX_PHOTO and not block.text.startswith("- ") and _PHOTO.match(fold(block.text)):
        return "photo"
    if 2 <= len(set(words)) <= 16 and NETWORKS.issuperset(words):
        return "share"
    if _is_call(block.text, words):
        return "call"
    if len(words) <= 3 and any(word.isdigit() for word in words) and _COUNTER.search(fold(block.text)):
        return "counter"
    return None


@functools.cache
def _call_words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    channels, calls, own = (frozenset(_words(words).split(" ")) for words in (CHANNELS, CALLS, OWN))
    return channels, calls, own


def _is_call(text: str, words: list[str]) -> bool:
    """A call to read the site elsewhere: it names the place, asks, and speaks of itself or with emphasis.

    A quotation is not one, nor is news about a network: neither asks the reader.
    """
    channels, calls, own = _call_words()
    if len(words) > MAX_CALL or channels.isdisjoint(words) or text.lstrip("-–— ").startswith(_QUOTES):
        return False
    asks, speaks_of_itself = not calls.isdisjoint(words), not own.isdisjoint(words)
    emphasis = text.rstrip().endswith("!")
    return (asks and (speaks_of_itself or emphasis or len(words) <= 6)) or (speaks_of_itself and emphasis)


def _opens(text: str, phrase: str, before_colon: bool) -> bool:
    return not before_colon or (":" in text and _words(text.partition(":")[0]) == phrase)


def _judge_head(blocks: list[_Block], rules: dict[int, str], title: str | None) -> None:
    """Title, title with date, date and breadcrumbs before the first running text."""
    title_words = _words(title or "")
    in_trail = False
    for at, block in enumerate(blocks[:MAX_HEAD]):
        is_title = bool(title_words) and block.words == title_words
        if len(block.text) >= LONG and not is_title:
            break
        if at in rules:
            continue
        in_trail = _is_trail(block, in_trail)
        if is_title:
            rules[at] = "title"
        elif (
            title_words
            and block.words.startswith(f"{title_words} ")
            and is_only_date(block.text[len(title or "") :])
        ):
            rules[at] = "title_date"
        elif is_only_date(block.text):
            rules[at] = "date"
        elif in_trail:
            rules[at] = "breadcrumbs"


@functools.cache
def _home() -> frozenset[str]:
    return frozenset(map(_words, HOME))


_TRAIL = re.compile(r"\s?[/>»›|→•]\s?")


def _is_trail(block: _Block, in_trail: bool) -> bool:
    """A trail in one line, its first item, or a further item of a list that began with one."""
    parts = [_words(part) for part in _TRAIL.split(block.text)]
    if parts and parts[0] in _home():
        return all(len(part.split()) <= 6 for part in parts)
    return in_trail and block.text.startswith("- ") and len(block.words.split()) <= 5


def _judge_doubled(blocks: list[_Block], rules: dict[int, str], lead: str | None) -> None:
    """A block that is, or opens, the next block or the lead: the longer one is kept.

    Beginnings are looked for in the first blocks alone, where a page shows its teaser; further down only a
    longer block that stands twice in a row.
    """
    lead_words = _words(lead or "")
    kept = [at for at in range(len(blocks)) if at not in rules]
    for index, at in enumerate(kept):
        words = blocks[at].words
        following = blocks[kept[index + 1]].words if index + 1 < len(kept) else ""
        is_teaser = index < MAX_TEASER and len(words) >= MIN_DOUBLED
        repeats = len(words) >= MIN_REPEATED and words == following
        if repeats or (is_teaser and any(_is_beginning(words, longer) for longer in (following, lead_words))):
            rules[at] = "doubled"


def _is_beginning(words: str, longer: str) -> bool:
    return longer == words or longer.startswith(f"{words} ")


def _judge_end(blocks: list[_Block], rules: dict[int, str]) -> None:
    """A date alone after the last running text."""
    for at in range(len(blocks) - 1, -1, -1):
        if at in rules:
            continue
        if not is_only_date(blocks[at].text):
            break
        rules[at] = "date"
