"""Languages that their letters give away: those that share a script with a language that lacks the letters.

A text belongs to the smallest alphabet that holds (nearly) all of its special letters, if they are frequent
enough to be its own and not those of a few quoted names. The shares of letters below were counted in the
Universal Declaration of Human Rights and in Universal Dependencies.
"""

import collections
import dataclasses

MIN_SHARE = 0.02
"""Share of special letters among all letters from which they count: Kazakh has 0.166, Tajik 0.084, Mongolian
0.081, Ukrainian 0.077, Uzbek in Cyrillic 0.064, Kyrgyz 0.054, Russian none but for quoted names."""
MIN_COVERED = 0.9
"""Share of a text's special letters that a language's own must make."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Alphabet:
    special: str
    """Letters that the common language of the script lacks."""
    foreign: str = ""
    """Letters that the language does not have: more than a few of them rule it out."""
    required: str = ""
    """Letters of which at least one is in every text of a few sentences."""
    more: tuple[str, str] | None = None
    """A letter that is more frequent in the language than another."""


_CYRILLIC = {
    # The smaller sets first: what fits them all is the plainest explanation.
    "mn": _Alphabet("өү", foreign="ң", more=("х", "к")),
    "ky": _Alphabet("ңөү", more=("к", "х")),
    "be": _Alphabet("іў", foreign="ищ", required="ў"),
    "uk": _Alphabet("іїєґ", foreign="ыэё"),
    "uz": _Alphabet("ўқғҳ", foreign="ыщ", required="ў"),
    "tg": _Alphabet("ғӣқӯҳҷ", foreign="ыщ", required="ӣӯҷ"),
    "tt": _Alphabet("әөүҗңһ", foreign="қғі", required="җ"),
    "ba": _Alphabet("әөүғҡңҙҫһ", required="ҡҙҫ"),
    "kk": _Alphabet("әғқңөұүһі", required="әңөұүі"),
}
_LATIN = {
    "az": _Alphabet("əğıöüşç", required="ə"),
    "tk": _Alphabet("ýňžäöüşç", foreign="ğıqxv", required="ýň"),
    "kk": _Alphabet("ńǵáóúýşı", foreign="xc", required="ńǵ"),
}
_ARABIC = {
    "kk": _Alphabet("ۇۋەڭۆ", foreign="ېۈ", required="ۇۋ"),
    "ug": _Alphabet("ېۈۇۋەڭۆ", required="ېۈ"),
}
_SCRIPTS = {"Cyrl": _CYRILLIC, "Latn": _LATIN, "Arab": _ARABIC}

NATIVE_SCRIPTS = {"Armn": "hy", "Geor": "ka"}
"""Scripts that one language of the region is written in."""


def by_letters(counts: collections.Counter[str], script: str) -> tuple[str, float] | None:
    """The language that the letters give away, with its confidence, or None where they do not.

    The confidence, 0 to 1, is the share of special letters that are the language's own, less where they are
    rare.
    """
    total = counts.total()
    alphabets = _SCRIPTS.get(script, {})
    special = frozenset("".join(alphabet.special for alphabet in alphabets.values()))
    specials = sum(counts[letter] for letter in special)
    if specials < MIN_SHARE * total:
        return None
    for language, alphabet in alphabets.items():
        own = sum(counts[letter] for letter in alphabet.special)
        if own >= MIN_COVERED * specials and _fits(alphabet, counts, own):
            return language, own / specials * min(1.0, own / (1.5 * MIN_SHARE * total))
    return None


def _fits(alphabet: _Alphabet, counts: collections.Counter[str], own: int) -> bool:
    if sum(counts[letter] for letter in alphabet.foreign) > 0.1 * own:
        return False
    if alphabet.required and not any(counts[letter] for letter in alphabet.required):
        return False
    return alphabet.more is None or counts[alphabet.more[0]] >= counts[alphabet.more[1]]
