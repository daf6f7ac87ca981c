"""The words of an address. Content systems make it from the headline as it first was."""

import itertools
import re
import unicodedata
import urllib.parse

from ..dedupe.fingerprint import plain_words

MIN_WORDS = 5
"""Words that a part of an address must have to be a headline; fewer name a subject."""
MIN_SPELLED = 0.8
"""Share of the pairs of neighbouring words that a title and the address made from it have in common.

Of 324 saved pages with a known title, 7 have a JSON-LD headline or og:title that the address spells while it
does not spell the `<h1>`: it was the title on all 7. At 0.7 it was wrong once.
"""
_MARKS = re.compile(r"['’‘`ʻʼ]")
_ENDING = re.compile(r"\.[a-z]{2,5}$")
_PLAIN = str.maketrans({"ı": "i", "ß": "ss", "ø": "o", "æ": "ae", "ə": "e", "ł": "l", "đ": "d"})
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def slug_words(url: str) -> list[str]:
    """The words of the part of an address's path that has most of them, without marks and numbers."""
    path = urllib.parse.unquote(url.partition("?")[0].partition("#")[0])
    parts = path.split("/")[3:]
    return max((_words(_ENDING.sub("", part.lower())) for part in parts), key=len, default=[])


def is_spelled(title: str, rather_than: str, url: str) -> bool:
    """Was the address made from `title`, and are there words in it that `rather_than` does not say?

    False where the address has no headline in it, or one in other letters than the title.
    """
    slug = slug_words(url)
    if len(slug) < MIN_WORDS:
        return False
    spelled = set(itertools.pairwise(slug))
    other = set().union(*(itertools.pairwise(words) for words in _readings(rather_than)))
    return any(
        2 * len(common := pairs & spelled) >= MIN_SPELLED * (len(pairs) + len(spelled)) and common - other
        for pairs in (set(itertools.pairwise(words)) for words in _readings(title))
    )


def _readings(title: str) -> tuple[list[str], list[str]]:
    lower = title.lower()
    return _words(lower), _words(lower.translate(_GERMAN))


def _words(text: str) -> list[str]:
    """Words without marks on letters, and without what has a digit in it: years, numbers of articles."""
    bare = unicodedata.normalize("NFKD", _MARKS.sub("", text).translate(_PLAIN))
    bare = "".join(char for char in bare if not unicodedata.combining(char))
    return [word for word in plain_words(bare).split() if not any(char.isdigit() for char in word)]
