"""What two models say of a text, as one distribution: langdetect over our profiles, and py3langid.

The only module that imports py3langid. Both are naive Bayes models that take overlapping n-grams for
independent witnesses, so a score is divided by the square root of their number, as py3langid does with its
own: the sum over a long text is no more certain than the text is.
"""

import math
import threading

import numpy
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from .profiles import Factory, Floats

HINTED = math.log(4)
"""Log-odds for a language that the site writes in: a weak prior."""
UNKNOWN_TO_LANGDETECT = 3.0
"""Log-odds by which a language without a profile has to be better in py3langid than the best that has one."""
UNKNOWN_TO_PY3LANGID = frozenset({("kk", "Latn"), ("kk", "Arab")})
"""Spellings that py3langid has not learned, although it knows the language: there it has no say. It takes
Kazakh in Latin letters for Turkmen, in Arabic letters for Uyghur."""

_lock = threading.Lock()
_loaded: list[LanguageIdentifier] = []


def identifier() -> LanguageIdentifier:
    """py3langid's model, loaded once a process, then read-only. Its module-level functions share state."""
    with _lock:
        if not _loaded:
            _loaded.append(LanguageIdentifier.from_model_file(MODEL_FILE))
        return _loaded[0]


def second_voice(text: str) -> dict[str, float]:
    """py3langid's log-odds of each of its languages against its best, tempered by the length of `text`."""
    ranked = identifier().rank(text)
    best = ranked[0][1]
    scale = math.sqrt(max(len(text.encode("utf-8", "replace")), 1))
    return {code: (score - best) / scale for code, score in ranked}


def first_voice(factory: Factory, sums: Floats, grams: int) -> dict[str, float]:
    """langdetect's log-odds of each of its languages against its best, tempered by the number of n-grams."""
    odds = (sums - sums.max()) / math.sqrt(max(grams, 1))
    return dict(zip(factory.codes, odds.tolist(), strict=True))


def together(first: dict[str, float], second: dict[str, float], script: str) -> dict[str, float]:
    """The log-odds of both. Who does not know a language says nothing about it."""
    return {
        code: first.get(code, -UNKNOWN_TO_LANGDETECT)
        + (0.0 if (code, script) in UNKNOWN_TO_PY3LANGID else second.get(code, 0.0))
        for code in first.keys() | second.keys()
    }


def best_of(odds: dict[str, float]) -> tuple[str, float]:
    """The likeliest language with its probability; of equals, the first by name."""
    codes = sorted(odds)
    weights = numpy.array([odds[code] for code in codes])
    weights = numpy.exp(weights - weights.max())
    best = int(weights.argmax())
    return codes[best], float(weights[best] / weights.sum())
