"""What a text is compared by: its words, whatever their case, marks and spacing."""

import hashlib
import re
import unicodedata

from ..clean.characters import fold

_WORD = re.compile(r"[^\W_]+")


def plain_words(text: str) -> str:
    """The words of `text` (runs of letters and digits), NFKC and case-folded, joined by one space."""
    if text.isascii():
        return " ".join(_WORD.findall(text.lower()))
    # Case folding can undo the normal form (Turkish dotted I), hence once more after it.
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(_WORD.findall(folded))


def folded_words(text: str) -> str:
    """`plain_words` in which Turkish, Azerbaijani and all others agree on case: lines are compared by it."""
    return plain_words(fold(text))


def text_sha256(text: str) -> str:
    """SHA-256 of `plain_words(text)` in UTF-8, 64 hexadecimal digits.

    Equal for two texts that differ in case, punctuation, white space or Unicode form only.
    """
    return words_sha256(plain_words(text))


def words_sha256(words: str) -> str:
    """`text_sha256` of the text that has these `plain_words`."""
    return hashlib.sha256(words.encode("utf-8")).hexdigest()
