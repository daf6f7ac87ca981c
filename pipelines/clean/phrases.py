"""What sites write around an article, in the languages of the region: the lexicon, read from `lexicon/`.

A file a language (`mul`: in any), named by its BCP 47 tag. An entry has a family, a position, phrases, an
example block that it takes (`drop`) and a sentence that resembles it and stays (`keep`). Positions:

* `whole`: the block is nothing else. A number in the phrase stands for any number or row of numbers.
* `opening`: it begins the block, or is all of it. With `beside`, one of those words must stand there as well.
* `label`: it stands before a colon and begins the block.
* `credit`: a colon, slash, bar or copyright sign follows it at the beginning of a line of a caption's length.
* `anywhere`: it stands in the block.
* `counter`: one word, in a block of at most three words of which one is a number.
* `trail`: breadcrumbs before the text begin with it.

`[words]` are words of rules that count kinds of words: `network` (a bar of buttons is made of them), `tongue`
(a choice of languages), `currency` (rates), `ad` (a telephone number follows), and for calls to read the site
elsewhere `channel` (where: networks, messengers, its own app), `call` (what a reader is asked to do, in the
forms that ask) and `own` (how a site speaks of itself).

A phrase that also opens real sentences ("Ранее …", "Напомним …", "Об этом сообщает …") must not stand there.
"""

import dataclasses
import functools
import re
import tomllib
from importlib import resources
from typing import Any, NamedTuple

from ..dedupe.fingerprint import plain_words

POSITIONS = ("whole", "opening", "label", "credit", "anywhere", "counter", "trail")
WORD_KINDS = ("network", "tongue", "currency", "ad", "channel", "call", "own")

_MARKS = re.compile("['`´ʻʼ‘’′ءٴ]")
"""Apostrophes, which each keyboard writes another way or leaves out, and the same sign of Arabic Kazakh."""
_NUMBERS = re.compile(r"\b\d+(?: \d+)*\b")


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """Phrases of one kind in one language."""

    family: str
    """What the phrases are for (`ad`, `share`, …): the rule that a removed block names."""
    language: str
    """BCP 47, with the script where a language has several: `kk-Arab`; `mul` for any."""
    position: str
    """One of `POSITIONS`."""
    phrases: tuple[str, ...]
    drop: str
    """A block that one of the phrases takes."""
    keep: str
    """A block of an article that resembles it."""
    beside: tuple[str, ...] = ()
    """Words of which one must stand in the block as well; empty: none need."""


class Phrase(NamedTuple):
    """A phrase as a match tells of it."""

    family: str
    text: str
    """As it stands in the lexicon."""
    before_colon: bool = False
    beside: frozenset[str] = frozenset()


@dataclasses.dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries, and their phrases by `block_words` for look-up."""

    entries: tuple[Entry, ...]
    whole: dict[str, Phrase]
    """By `numberless`."""
    openings: dict[str, list[tuple[str, Phrase]]]
    """By the first word, the shortest first."""
    anywhere: dict[str, Phrase]
    counters: dict[str, Phrase]
    trails: dict[str, Phrase]
    credits: dict[str, Phrase]
    words: dict[str, frozenset[str]]
    """By `WORD_KINDS`."""


def block_words(text: str) -> str:
    """The folded words of `text` joined by one space; without apostrophes (`qo‘shiling` is one word)."""
    # As `characters.fold`, without its look-up of each letter: half the time of `clean_blocks` otherwise.
    text = text.replace("İ", "i").replace("I", "i").replace("ı", "i")
    return plain_words(_MARKS.sub("", text))


def numberless(words: str) -> str:
    """`words` with each row of numbers made one zero, so that a counter equals any other."""
    return _NUMBERS.sub("0", words)


@functools.cache
def lexicon() -> Lexicon:
    """The lexicon, read once: less than 30 ms of CPU, measured on a machine that was busy."""
    folder = resources.files(__package__).joinpath("lexicon")
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    tables = [tomllib.loads(file.read_text(encoding="utf-8")) for file in files]
    return _indexed(
        tuple(_entry(table["language"], given) for table in tables for given in table.get("entry", ())),
        {
            kind: frozenset(
                word for table in tables for word in block_words(table.get("words", {}).get(kind, "")).split()
            )
            for kind in WORD_KINDS
        },
    )


def _entry(language: str, given: dict[str, Any]) -> Entry:
    values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in given.items()}
    return Entry(language=language, **values)


def _indexed(entries: tuple[Entry, ...], words: dict[str, frozenset[str]]) -> Lexicon:
    at: dict[str, list[tuple[str, Phrase]]] = {position: [] for position in POSITIONS}
    for entry in entries:
        beside = frozenset(map(block_words, entry.beside))
        for text in entry.phrases:
            phrase = Phrase(entry.family, text, entry.position == "label", beside)
            at[entry.position].append((block_words(text), phrase))
    openings: dict[str, list[tuple[str, Phrase]]] = {}
    for key, phrase in sorted(at["opening"] + at["label"], key=lambda pair: len(pair[0])):
        openings.setdefault(key.partition(" ")[0], []).append((key, phrase))
    alone = [(key, phrase) for key, phrase in at["opening"] if not phrase.beside]
    return Lexicon(
        entries=entries,
        whole={numberless(key): phrase for key, phrase in alone + at["whole"]},
        openings=openings,
        anywhere=dict(at["anywhere"]),
        counters=dict(at["counter"]),
        trails=dict(at["trail"]),
        credits=dict(at["credit"]),
        words=words,
    )
