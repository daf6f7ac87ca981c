"""Is a change of an article's text worth a revision?

A change that is wrongly called trifling is lost until a larger one comes; one that is wrongly called a change
costs a row. So a change is trifling only where its form alone shows it, in any language:

* other apostrophes, or е for ё: words are the same without them;
* a line of counters and nothing else (`Просмотров: 12, комментариев: 3`), also when it comes or goes;
* a typo: one letter put in, left out, replaced or changed places with the next one, inside a word.

All else is a change: a word more or less (`не`, `not`), a number, and a word that is written with a capital
letter, as names are.
"""

import re
import unicodedata

from ..clean.phrases import block_words, lexicon

MAX_TYPOS = 2
"""Words of a text with a typo, each of one letter: the issue's "a typo or two"."""
MIN_WORDS_A_TYPO = 50
"""Words of the shortest text for one typo, twice as many for two: 2 % of its words at most."""
INSIDE = 4
"""Letters of a word that are the same before and after a typo. Words that mean something else differ at the
beginning (`осужден`, `обсужден`), and in their endings, which in the Turkic languages hold tense and negation
(`келеді`, he comes; `келмеді`, he did not). Of the 6,000 different words of 5 letters or more in some Kazakh
and Uzbek texts (UDHR, Universal Dependencies), 19 to 27 % are one letter away from another word of the same
texts, and of the 20,000 in the English gold pages 51 %. With 4 letters on both sides 0.1 %, 0.3 % and 0.5 %
of the words that are long enough are (`detention`, `detection`), with 3 letters 0.9 to 3.1 %."""
_NEGATING = frozenset("мбпmbp")
"""With them negation begins in the Turkic languages (-ма-, -ба-, -па-): put in or left out, they are none."""
_MAX_COUNTERS = 8
"""Words of the longest line of counters: four of them with their numbers."""

_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile("(?<=[^\\W_])['`´ʻʼ‘’′](?=[^\\W_])")
_NUMBER = re.compile(r"\d+[kкmм]?")
# Beside the counters of the lexicon, which are taken out of texts where they stand alone.
_COUNTED = frozenset({
    "лайк", "лайка", "лайков", "лайки", "репост", "репоста", "репостов", "репосты", "нравится",
    "прочитали", "поделились", "раз", "тыс", "млн", "қаралды", "оқылды", "рет", "пікірлер", "мың",
    "көрүлдү", "окулду", "пикир", "жолу", "oqildi", "oqilgan", "izoh", "izohlar", "marta", "ming",
    "ўқилди", "ўқилган", "изоҳ", "изоҳлар", "минг", "like", "likes", "share", "shares", "read", "reads",
})  # fmt: skip


def is_trifling(old: str, new: str) -> bool:
    """Is the difference of two texts before the template, an article's stored one and a later one, a trifle?

    Takes time in proportion to the texts.
    """
    before, after = _words(old), _words(new)
    if len(before) != len(after):
        return False
    other = [pair for pair in zip(before, after, strict=True) if _plain(pair[0]) != _plain(pair[1])]
    if len(other) > MAX_TYPOS or len(other) * MIN_WORDS_A_TYPO > len(before):
        return False
    return all(_is_typo(*pair) for pair in other)


def _words(text: str) -> list[str]:
    """The words of a text in their case, without those of lines of counters."""
    lines = unicodedata.normalize("NFKC", text).split("\n")
    return [word for line in lines if not _is_counters(line) for word in _WORD.findall(_MARKS.sub("", line))]


def _plain(word: str) -> str:
    return word.casefold().replace("ё", "е")


def _is_counters(line: str) -> bool:
    """Numbers and what they count, and nothing else."""
    if len(line) > 100:
        return False
    words = block_words(line).split()
    if len(words) > _MAX_COUNTERS:
        return False
    numbers = [word for word in words if _NUMBER.fullmatch(word)]
    others = [word for word in words if not _NUMBER.fullmatch(word)]
    known = lexicon().counters
    return bool(numbers and others) and all(word in known or word in _COUNTED for word in others)


def _is_typo(old: str, new: str) -> bool:
    """Are they one word but for a letter inside?"""
    if not (old.isalpha() and new.isalpha() and old.islower() and new.islower()):
        return False
    shorter = min(len(old), len(new))
    start = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    left, right = old[start:], new[start:]
    same = next((at for at in range(min(len(left), len(right))) if left[-1 - at] != right[-1 - at]), None)
    end = min(len(left), len(right)) if same is None else same
    if start < INSIDE or end < INSIDE:
        return False
    out, put = left[: len(left) - end], right[: len(right) - end]
    if len(out) + len(put) == 1:
        return _NEGATING.isdisjoint(out + put)
    return len(out) == len(put) == 1 or (len(out) == 2 and out == put[::-1])
