"""A made corpus with known truth: articles, wire copies of them, and texts that only look like copies.

A family is made from its number and the seed alone, so that any part of a corpus can be made anywhere. What
counts as a duplicate is stated by construction, see `docs/dedupe.md`.
"""

import dataclasses
import functools
from collections.abc import Callable, Iterator

import numpy as np

from benchmarks.dedupe.wording import LANGUAGES, REPORTS, VARIANTS, Vocabulary, vocabulary
from pipelines.dedupe.fingerprint import plain_words

COPIES = ("furniture", "headline", "cut", "added", "typos", "edited", "mixed")
"""What was done to a copy. `furniture` is on top of all: each site has lines of its own."""
KINDS = ("article", *COPIES, *REPORTS, "report copy", "follow-up")
SITES = 60
"""Sites of a language."""
_FAMILIES = ("alone", "wire", "report", "story")
_SHARES = (0.62, 0.20, 0.12, 0.06)
_MEMBERS = 16
_DAY = 1.0
_YEAR = 365.0

Words = list[str]


@dataclasses.dataclass(frozen=True, slots=True)
class Text:
    """One article of the corpus."""

    words: str
    """As `plain_words` would give them."""
    truth: int
    """The same for all that are duplicates of one another."""
    kind: str
    """One of `KINDS`; `article` is what no other text was made from, or the one that others were."""
    language: str
    at: float
    """When it was published, in days."""


def family(number: int, seed: int) -> list[Text]:
    """The texts that belong together, in the order in which they were made."""
    chance = np.random.Generator(np.random.PCG64((seed, number)))
    language = LANGUAGES[number % len(LANGUAGES)]
    make = _Maker(chance, vocabulary(language), language, number)
    kind = _FAMILIES[int(np.searchsorted(np.cumsum(_SHARES), chance.random(), side="right"))]
    getattr(make, kind)()
    return make.texts


def families(first: int, texts: int, seed: int) -> Iterator[Text]:
    """At least so many texts, of whole families from number `first` on."""
    while texts > 0:
        for text in family(first, seed):
            yield text
            texts -= 1
        first += 1


@functools.cache
def _site_lines(language: str, site: int) -> Words:
    """What the site repeats under its articles; a third of the sites have nothing."""
    chance = np.random.Generator(np.random.PCG64((site, 1)))
    return vocabulary(language).draw(chance, int(chance.integers(5, 31))) if site % 3 else []


class _Maker:
    def __init__(self, chance: np.random.Generator, words: Vocabulary, language: str, number: int) -> None:
        self.texts: list[Text] = []
        self._chance = chance
        self._words = words
        self._language = language
        self._number = number
        self._at = chance.random() * _YEAR
        self._stories = 0

    def alone(self) -> None:
        self._add(self._article(), "article", self._story())

    def wire(self) -> None:
        original, truth = self._article(), self._story()
        self._add(original, "article", truth)
        for _ in range(self._one_to(4)):
            kind = COPIES[int(self._chance.integers(len(COPIES)))]
            self._add(self._copy(original, kind), kind, truth)

    def report(self) -> None:
        kind = REPORTS[int(self._chance.integers(len(REPORTS)))]
        sentences = self._words.reports[kind, int(self._chance.integers(VARIANTS))]
        text = plain_words(". ".join(self._filled(sentence) for sentence in sentences)).split(" ")
        truth = self._story()
        self._add(text, kind, truth)
        if self._chance.random() < 0.3:
            for _ in range(self._one_to(2)):
                self._add(self._headline(text), "report copy", truth)

    def story(self) -> None:
        """A story, and others that tell what came of it and what had gone before."""
        first = self._article()
        self._add(first, "article", self._story())
        for _ in range(self._one_to(3)):
            new = self._article()
            share = self._between(0.15, 0.5)
            # Of the shorter of the two, so that the share holds whichever is looked at.
            told_again = int(share * min(len(first), len(new)))
            start = int(self._chance.integers(0, len(first) - told_again + 1))
            background = first[start : start + told_again]
            self._add(new[: len(new) - told_again] + background, "follow-up", self._story())

    def _story(self) -> int:
        self._stories += 1
        return self._number * _MEMBERS + self._stories

    def _add(self, words: Words, kind: str, truth: int) -> None:
        lines = self._site_lines()
        at = int(self._chance.integers(2)) * len(words)
        self.texts.append(
            Text(
                words=" ".join(words[:at] + lines + words[at:]),
                truth=truth,
                kind=kind,
                language=self._language,
                at=self._at + self._chance.random() * _DAY,
            )
        )

    def _site_lines(self) -> Words:
        return _site_lines(self._language, int(self._chance.integers(SITES)))

    def _article(self) -> Words:
        # Regional news: half of the articles are below 150 words.
        length = int(np.clip(np.exp(self._chance.normal(5.0, 0.6)), 30, 1500))
        return self._words.draw(self._chance, length)

    def _copy(self, original: Words, kind: str) -> Words:
        change: dict[str, Callable[[Words], Words]] = {
            "furniture": list,
            "headline": self._headline,
            "cut": self._cut,
            "added": self._added,
            "typos": self._typos,
            "edited": self._edited,
        }
        if kind != "mixed":
            return change[kind](original)
        words = change[("cut", "added")[int(self._chance.integers(2))]](original)
        return self._headline(self._typos(words))

    def _headline(self, words: Words) -> Words:
        """Another headline and lede."""
        lede = 5 + int(self._between(0, 0.12) * len(words))
        return self._words.draw(self._chance, lede) + words[lede:]

    def _cut(self, words: Words) -> Words:
        return words[: int(self._between(0.45, 0.95) * len(words))]

    def _added(self, words: Words) -> Words:
        """Paragraphs of the site's own, in up to three places."""
        new = int(self._between(0.1, 0.8) * len(words))
        pieces = self._one_to(3)
        for _ in range(pieces):
            at = int(self._chance.integers(len(words) + 1))
            words = words[:at] + self._words.draw(self._chance, max(1, new // pieces)) + words[at:]
        return words

    def _typos(self, words: Words) -> Words:
        words = list(words)
        for at in self._some(words, self._between(0.005, 0.03)):
            word = words[at]
            if len(word) > 3 and not word.isdecimal():
                place = int(self._chance.integers(1, len(word) - 1))
                words[at] = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        return words

    def _edited(self, words: Words) -> Words:
        """Another headline, and a word here and there put another way or left out."""
        words = list(self._headline(words))
        for at in self._some(words, self._between(0.005, 0.03)):
            if not words[at].isdecimal():
                words[at] = self._words.draw(self._chance, 1)[0] if self._chance.random() < 0.7 else ""
        return [word for word in words if word]

    def _some(self, words: Words, share: float) -> list[int]:
        found: list[int] = np.flatnonzero(self._chance.random(len(words)) < share).tolist()
        return found

    def _filled(self, sentence: str) -> str:
        parts = sentence.split("{")
        return parts[0] + "".join(
            self._value(name) + rest for name, _, rest in (part.partition("}") for part in parts[1:])
        )

    def _value(self, name: str) -> str:
        # Much stays as it was yesterday; people's names less so.
        usual = self._chance.random() < (0.05 if name == "name" else 0.25)
        if name == "n":
            return "12" if usual else str(int(self._chance.integers(1, 60)))
        if name == "m":
            return "520" if usual else str(int(self._chance.integers(100, 1000)))
        if name == "day":
            return str(int(self._chance.integers(1, 29)))
        values = {
            "month": self._words.months,
            "city": self._words.cities,
            "team": self._words.teams,
            "name": self._words.names,
        }[name]
        return values[0 if usual else int(self._chance.integers(len(values)))]

    def _between(self, least: float, most: float) -> float:
        return least + (most - least) * self._chance.random()

    def _one_to(self, most: int) -> int:
        return int(self._chance.integers(1, most + 1))
