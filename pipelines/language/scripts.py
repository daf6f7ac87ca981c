"""Scripts and letters: what a text can be written in, before any model is asked."""

import collections
import functools
import unicodedata

_BLOCKS = (
    ("Latn", 0x0041, 0x024F), ("Grek", 0x0370, 0x03FF), ("Cyrl", 0x0400, 0x052F), ("Armn", 0x0530, 0x058F),
    ("Hebr", 0x0590, 0x05FF), ("Arab", 0x0600, 0x077F), ("Arab", 0x08A0, 0x08FF), ("Deva", 0x0900, 0x097F),
    ("Beng", 0x0980, 0x09FF), ("Guru", 0x0A00, 0x0A7F), ("Gujr", 0x0A80, 0x0AFF), ("Taml", 0x0B80, 0x0BFF),
    ("Telu", 0x0C00, 0x0C7F), ("Knda", 0x0C80, 0x0CFF), ("Mlym", 0x0D00, 0x0D7F), ("Sinh", 0x0D80, 0x0DFF),
    ("Thai", 0x0E00, 0x0E7F), ("Laoo", 0x0E80, 0x0EFF), ("Tibt", 0x0F00, 0x0FFF), ("Mymr", 0x1000, 0x109F),
    ("Geor", 0x10A0, 0x10FF), ("Hang", 0x1100, 0x11FF), ("Ethi", 0x1200, 0x139F), ("Khmr", 0x1780, 0x17FF),
    ("Mong", 0x1800, 0x18AF), ("Geor", 0x1C90, 0x1CBF), ("Cyrl", 0x1C80, 0x1C8F), ("Latn", 0x1E00, 0x1EFF),
    ("Grek", 0x1F00, 0x1FFF), ("Cyrl", 0x2DE0, 0x2DFF), ("Kana", 0x3040, 0x30FF), ("Hani", 0x3400, 0x9FFF),
    ("Cyrl", 0xA640, 0xA69F), ("Hang", 0xAC00, 0xD7AF), ("Hani", 0xF900, 0xFAFF), ("Arab", 0xFB50, 0xFEFC),
    ("Hani", 0x20000, 0x323AF),
)  # fmt: skip
"""ISO 15924 code, first and last code point. Japanese kana count as `Kana` here, `Jpan` in a text."""


def letters(text: str) -> collections.Counter[str]:
    """How often each letter occurs, folded to lower case."""
    counts = collections.Counter(text.lower())
    return collections.Counter(
        {char: n for char, n in counts.items() if unicodedata.category(char)[0] == "L"}
    )


@functools.lru_cache(maxsize=1 << 12)
def _block(char: str) -> str:
    code = ord(char)
    return next((name for name, low, high in _BLOCKS if low <= code <= high), "Zyyy")


def in_script(char: str, script: str) -> bool:
    """Is `char` a letter of the script (ISO 15924)?"""
    return _block(char) == script


def script_of(counts: collections.Counter[str]) -> str | None:
    """ISO 15924 code of the script that most of the letters belong to; None without letters.

    Kana among Chinese characters make `Jpan`, Hangul makes `Kore`.
    """
    scripts: collections.Counter[str] = collections.Counter()
    for char, count in counts.items():
        scripts[_block(char)] += count
    if not scripts:
        return None
    kana = scripts.pop("Kana", 0)
    if kana * 10 > scripts["Hani"] + kana > max(scripts.values(), default=0) - scripts["Hani"]:
        return "Jpan"
    best = max(sorted(scripts), key=scripts.__getitem__)
    return {"Hang": "Kore", "Zyyy": None}.get(best, best)
