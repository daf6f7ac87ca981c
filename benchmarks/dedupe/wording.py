"""What made articles consist of: a vocabulary for each language, and the reports that newsrooms fill in.

The words are those of `benchmarks.region`, and others put together of their beginnings and ends; how often
each comes falls with its rank, as in any language. Phrases that many articles share are among them, since
real articles have some in common too.
"""

import functools
import random
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.region.texts import wording
from pipelines.dedupe.fingerprint import plain_words

LANGUAGES = ("ru", "kk", "uz", "en")
REPORTS = ("weather", "currency", "sport", "appointment")
VARIANTS = 8
"""Forms of one report in a language: each newsroom has its own."""
_WORDS = 20_000
_FIGURES = 3_000
_DRAWS = 1 << 20
_SHARES = {"words": 0.92, "phrases": 0.04, "names": 0.015, "figures": 0.025}

Urn = npt.NDArray[np.int32]


class Vocabulary:
    """What the articles of a language are drawn from."""

    def __init__(self, language: str) -> None:
        words = wording(language)
        chance = random.Random(f"vocabulary {language}")  # noqa: S311
        phrases = sorted({plain_words(phrase) for slot in words.slots.values() for phrase in slot})
        own = sorted({word for phrase in phrases for word in phrase.split()})
        beginnings = sorted({word[: max(2, 3 * len(word) // 5)] for word in own})
        ends = sorted({word[max(2, 3 * len(word) // 5) :] for word in own})
        made = set(own)
        while len(made) < _WORDS:
            made.add(chance.choice(beginnings) + chance.choice(beginnings + ends) + chance.choice(ends))
        self.months = [plain_words(month) for month in words.months]
        rare = sorted(made - set(own))
        for part in (own, rare, phrases):
            chance.shuffle(part)
        names = [f"{one} {two}" for one in rare[:300] for two in rare[300:340]]
        self.names = names
        figures = [str(int(10 ** chance.uniform(0, 4))) for _ in range(_FIGURES)]
        parts = {"words": own + rare, "phrases": phrases, "names": names, "figures": figures}
        self.entries = [entry for part in parts.values() for entry in part]
        weights = []
        for name, part in parts.items():
            ranks = 1.0 / (np.arange(len(part)) + 10)
            weights.append(_SHARES[name] * ranks / ranks.sum())
        self._urn: Urn = np.repeat(
            np.arange(len(self.entries), dtype=np.int32),
            np.ceil(np.concatenate(weights) * _DRAWS).astype(np.int64),
        )
        found = _reports()[language]
        self.cities = [plain_words(name) for name in found["cities"].split(" / ")]
        self.teams = [plain_words(name) for name in found["teams"].split(" / ")]
        self.reports: dict[tuple[str, int], list[str]] = {}
        for kind in REPORTS:
            for variant in range(VARIANTS):
                sentences = chance.sample(found[kind], chance.randint(len(found[kind]) - 2, len(found[kind])))
                # Braces would not live through it: words are plain when they are filled in.
                self.reports[kind, variant] = sentences

    def draw(self, chance: np.random.Generator, words: int) -> list[str]:
        """About so many words, drawn by their frequency."""
        drawn = self._urn[chance.integers(0, self._urn.size, words)].tolist()
        return " ".join([self.entries[at] for at in drawn]).split(" ")


@functools.cache
def _reports() -> dict[str, dict[str, Any]]:
    return tomllib.loads((Path(__file__).parent / "reports.toml").read_text(encoding="utf-8"))


@functools.cache
def vocabulary(language: str) -> Vocabulary:
    """The vocabulary of one of `LANGUAGES`; the same in every process."""
    return Vocabulary(language)
