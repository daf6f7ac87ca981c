"""Sentences of modelled articles: a language's wording, and a writer that never repeats itself on a site.

A sentence is five slots (when, who, where, did what, and what of it), as in `benchmarks.phrases`, whose
Russian, Kazakh and English are used. `wording/*.toml` holds the other languages, and what stands around
sentences in all of them; in a value ` / ` parts alternatives, and `{names}` are slots for `str.format`.
"""

import dataclasses
import functools
import itertools
import random
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks import phrases
from benchmarks.region.alphabets import to_kazakh_latin, to_uzbek_cyrillic

_FOLDER = Path(__file__).parent / "wording"
_SLOTS = ("when", "who", "where", "did", "tail")

Alternatives = tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Wording:
    """One language in one alphabet."""

    language: str
    """ISO 639-1 code."""
    slots: Mapping[str, Alternatives]
    pattern: str
    """A sentence, of all slots."""
    clause: str
    """A shorter one: who, where, did."""
    names: Alternatives
    """Of people."""
    months: Alternatives
    """January to December, as they stand in a date."""
    sections: Alternatives
    """Of a site."""
    article: Mapping[str, Alternatives]
    """What articles hold besides plain sentences: quotes, questions, lists, and what looks like furniture."""
    furniture: Mapping[str, Alternatives]
    """What one page is enough to tell."""
    learned: Mapping[str, Alternatives]
    """What only other pages of the site tell, where it stands as a plain paragraph."""


@functools.cache
def wording(name: str) -> Wording:
    """The wording of that name: a file of `wording/`, `kk-latn` or `uz-cyrl`. Raises OSError for others."""
    if name == "kk-latn":
        return _in_letters(wording("kk"), to_kazakh_latin)
    if name == "uz-cyrl":
        return _in_letters(wording("uz"), to_uzbek_cyrillic)
    return _read(name)


def _read(name: str) -> Wording:
    found: dict[str, Any] = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    if name in phrases.BY_CODE:
        words = phrases.BY_CODE[name]
        where_did = ("where", "did") if name == "kk" else ("did", "where")
        order = ("when", "who", *where_did, "tail")
        slots: dict[str, Alternatives] = dict(zip(order, words.slots, strict=True))
        clause = " ".join(f"{{{slot}}}" for slot in order[1:4])
        pattern = f"{{when}} {clause}, {{tail}}"
        names, months = words.names, words.months
    else:
        slots = {slot: _split(found[slot]) for slot in _SLOTS}
        pattern, clause = found["pattern"], found["clause"]
        names, months = _split(found["names"]), _split(found["months"])
    return Wording(
        language=found["language"],
        slots=slots,
        pattern=pattern,
        clause=clause,
        names=names,
        months=months,
        sections=_split(found["sections"]),
        **{
            part: {key: _split(value) for key, value in found[part].items()}
            for part in ("article", "furniture", "learned")
        },
    )


def _split(text: str) -> Alternatives:
    return tuple(text.split(" / "))


def _in_letters(words: Wording, convert: Callable[[str], str]) -> Wording:
    def each(part: Mapping[str, Alternatives]) -> dict[str, Alternatives]:
        return {key: all_of(values) for key, values in part.items()}

    def all_of(values: Alternatives) -> Alternatives:
        return tuple(map(convert, values))

    return dataclasses.replace(
        words,
        slots=each(words.slots),
        names=all_of(words.names),
        months=all_of(words.months),
        sections=all_of(words.sections),
        article=each(words.article),
        furniture=each(words.furniture),
        learned=each(words.learned),
    )


class Writer:
    """Writes the sentences of one site. No sentence or headline comes twice, nor is one part of another.

    What somebody said comes again, but not in the same article.
    """

    def __init__(self, words: Wording, site: str, chance: random.Random) -> None:
        self.words = words
        self.chance = chance
        self._site = site
        self._used: set[tuple[str, ...]] = set()
        self._sayings: list[tuple[str, str]] = []

    def headline(self) -> str:
        """A headline, without an end mark. Later sentences hold no such words."""
        return _capital(self._clause())

    def sentence(self) -> str:
        """A full sentence."""
        return _capital(self._filled(self.words.pattern)) + "."

    def short(self) -> str:
        """A sentence without its last part."""
        return self.made("{when} {clause}.")

    def paragraph(self, most: int = 4) -> str:
        """One to `most` sentences, now and then with what somebody said."""
        sentences = [self.sentence() for _ in range(self.chance.randint(1, most))]
        if self.chance.random() < 0.15:
            sentences.insert(1, self.quote())
        return " ".join(sentences)

    def quote(self) -> str:
        """What somebody said about something, in two sentences that belong together."""
        if not self._sayings:
            self._sayings = list(itertools.product(self.words.article["quotes"], self.words.names))
            self.chance.shuffle(self._sayings)
        quote, name = self._sayings.pop()
        return f"{self.short()} {self.one('said').format(quote=quote, name=name)}"

    def one(self, key: str) -> str:
        """One of the alternatives of `[article]`."""
        return self.chance.choice(self.words.article[key])

    def name(self) -> str:
        """Somebody's name."""
        return self.chance.choice(self.words.names)

    def trap(self, key: str) -> str:
        """A sentence of the article that looks like furniture: a pattern of `[article]`, filled."""
        return self.made(self.one(key))

    def made(self, pattern: str) -> str:
        """A pattern with a new clause."""
        clause = self._clause()
        return _capital(
            pattern.format(
                clause=clause,
                Clause=_capital(clause),
                when=self.chance.choice(self.words.slots["when"]),
                name=self.name(),
                site=self._site,
                phone=f"8 (555) {self.chance.randint(100, 999)}-{self.chance.randint(10, 99)}-00",
                # In these three the Turkmen ordinal ends alike.
                day=self.chance.choice((12, 15, 18)),
                month=self.chance.choice(self.words.months),
            )
        )

    def _clause(self) -> str:
        return self._filled(self.words.clause)

    def _filled(self, pattern: str) -> str:
        while True:
            chosen = {slot: self.chance.choice(values) for slot, values in self.words.slots.items()}
            # The three that a headline consists of, so that no sentence holds a headline.
            key = tuple(chosen[slot] for slot in ("who", "where", "did"))
            if key not in self._used:
                self._used.add(key)
                return pattern.format(**chosen)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
